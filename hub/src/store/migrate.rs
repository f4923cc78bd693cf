//! Tables that bring themselves up to date.
//!
//! In: whose tables, and the steps that make them. Out: a database where each step was applied once. All steps that are missing
//! are applied in one transaction, so that a wrong one leaves nothing half done; of two nodes that start at once, one waits.

use std::collections::HashMap;

use sqlx::{AnyConnection, Row};

use super::place::Kind;
use super::{Store, StoreError};

/// One step that brings the tables of an application up to date.
///
/// The SQL is what both databases take: `TEXT`, `BIGINT` and `DOUBLE PRECISION` columns, `CREATE TABLE`, `CREATE INDEX`, `ALTER
/// TABLE .. ADD COLUMN`, statements with `;` after each. A step that was applied somewhere is never changed; a new one follows
/// it.
#[derive(Clone, Copy, Debug)]
pub struct Migration {
    /// Its place in the order, from 1.
    pub version: i64,
    /// What it is for, in a word or two.
    pub name: &'static str,
    /// The statements.
    pub sql: &'static str,
}

/// Locks out other nodes that migrate at the same time: any number that nothing else in the database uses.
const LOCK: i64 = 0x6875_625f_6d69_6772;

const TABLE: &str = "CREATE TABLE IF NOT EXISTS hub_migrations (
    owner TEXT NOT NULL,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    sql TEXT NOT NULL,
    PRIMARY KEY (owner, version)
)";

impl Store {
    /// Brings the tables of an application up to date: applies the steps that were not applied yet, in their order. Steps that the
    /// database has and this program does not know are left alone, so that an older version can still run beside a newer one.
    ///
    /// # Errors
    /// A step that the database refuses, or that was changed after it was applied: then nothing was applied.
    pub async fn migrate(&self, owner: &str, steps: &[Migration]) -> Result<(), StoreError> {
        let mut tx = self.begin().await?;
        let conn = tx.conn();
        if self.kind() == Kind::Postgres {
            sqlx::query("SELECT pg_advisory_xact_lock($1)").bind(LOCK).execute(&mut *conn).await?;
        }
        sqlx::query(TABLE).execute(&mut *conn).await?;
        let applied = applied(conn, owner).await?;
        let mut last = 0;
        for step in steps {
            let refused = |why: Box<dyn std::error::Error + Send + Sync>| StoreError::Migration {
                step: format!("{owner} {} ({})", step.version, step.name),
                why,
            };
            if step.version <= last {
                return Err(refused(format!("it follows {last}; versions must rise, from 1").into()));
            }
            last = step.version;
            match applied.get(&step.version) {
                Some(sql) if sql == step.sql => continue,
                Some(_) => {
                    let way = "it was changed after it was applied; restore it, and add what is new as a further step";
                    return Err(refused(way.into()));
                }
                None => {}
            }
            sqlx::raw_sql(step.sql).execute(&mut *conn).await.map_err(|error| refused(error.into()))?;
            sqlx::query("INSERT INTO hub_migrations (owner, version, name, sql) VALUES ($1, $2, $3, $4)")
                .bind(owner)
                .bind(step.version)
                .bind(step.name)
                .bind(step.sql)
                .execute(&mut *conn)
                .await?;
        }
        tx.commit().await
    }
}

/// The steps that were applied, with their statements.
async fn applied(conn: &mut AnyConnection, owner: &str) -> Result<HashMap<i64, String>, sqlx::Error> {
    let rows =
        sqlx::query("SELECT version, sql FROM hub_migrations WHERE owner = $1").bind(owner).fetch_all(conn).await?;
    rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
}
