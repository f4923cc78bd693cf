//! A database for one test.

use std::future::Future;

use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tempfile::TempDir;

use crate::variable;

/// The databases that every test of stores runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// SQLite in memory.
    Memory,
    /// SQLite in a file.
    File,
    /// PostgreSQL.
    Postgres,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Memory, Self::File, Self::Postgres];
}

/// An empty database, which goes when this is dropped.
#[derive(Debug)]
pub struct Database {
    url: String,
    /// The folder of a file.
    _folder: Option<TempDir>,
    /// The server, and the name of a database on it.
    server: Option<(String, String)>,
}

impl Database {
    /// A new one.
    ///
    /// # Panics
    /// When it cannot be made.
    pub fn new(kind: Kind) -> Self {
        match kind {
            Kind::Memory => Self { url: "sqlite::memory:".to_owned(), _folder: None, server: None },
            Kind::File => {
                let folder = tempfile::tempdir().expect("a temporary folder can be made");
                // The folder below is made by whoever opens the database.
                let url = format!("sqlite:{}/data/test.db", folder.path().display());
                Self { url, _folder: Some(folder), server: None }
            }
            Kind::Postgres => {
                let server = variable("HUB_TEST_POSTGRES");
                let name = format!("test_{:016x}", rand::random::<u64>());
                run(&server, format!("CREATE DATABASE {name}")).expect("a database can be made");
                Self { url: named(&server, &name), _folder: None, server: Some((server, name)) }
            }
        }
    }

    /// Its URL.
    pub fn url(&self) -> &str {
        &self.url
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        if let Some((server, name)) = &self.server
            && let Err(error) = run(server, format!("DROP DATABASE {name} WITH (FORCE)"))
        {
            eprintln!("cannot drop the database of a test: {error}");
        }
    }
}

/// The URL of another database of the same server.
fn named(server: &str, name: &str) -> String {
    let (base, query) =
        server.split_once('?').map_or((server, String::new()), |(base, query)| (base, format!("?{query}")));
    let base = base.rsplit_once('/').map_or(base, |(base, _)| base);
    format!("{base}/{name}{query}")
}

/// Runs one statement, from wherever a test is: inside a runtime or not.
fn run(server: &str, statement: String) -> Result<(), sqlx::Error> {
    let server = server.to_owned();
    apart(async move {
        let mut connection = PgConnection::connect(&server).await?;
        connection.execute(sqlx::raw_sql(AssertSqlSafe(statement))).await?;
        connection.close().await
    })
}

/// Waits for a future in a thread and a runtime of its own.
fn apart<T: Send + 'static>(future: impl Future<Output = T> + Send + 'static) -> T {
    let thread = std::thread::spawn(|| {
        let runtime =
            tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime can be made");
        runtime.block_on(future)
    });
    thread.join().expect("the statement does not panic")
}
