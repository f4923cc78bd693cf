//! `eventspec tail`

use std::env;
use std::fs::File;
use std::io::{BufReader, BufWriter};

use event_live::tail::{
    Address, Client, Contract, Contracts, Options, Proxy, Reader, Recorder, Server, Speed, Texts, Trouble,
};
use event_spec_disk::Reason;

use crate::arguments::Tail;
use crate::catalogues;
use crate::commands::{current_folder, required};
use crate::config::Config;
use crate::ending::{Ending, Failure};
use crate::render::{Format, Report};
use crate::tail::{Desk, Source};
use crate::terminal;
use crate::today;
use crate::tree::OnDisk;

/// The variable that stands in for `--token`, as other users of the machine can read a process's arguments.
const TOKEN: &str = "EVENTSPEC_TOKEN";

/// Listens to events as they flow, or to a recording, and judges them.
///
/// # Errors
/// When a catalogue is wrong, nobody can be connected to, or a file cannot be read or written.
pub fn run(options: &Tail) -> Result<Ending, Failure> {
    let contracts = match read(options)? {
        Some(contracts) => contracts,
        None => return Ok(Ending::Findings),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()
        .map_err(|error| Failure::new(format!("cannot start: {}", Reason(&error))))?;
    runtime.block_on(look_on(options, contracts))
}

async fn look_on(options: &Tail, contracts: Contracts) -> Result<Ending, Failure> {
    let began = event_live::tail::now();
    let mut desk = Desk::new(options, contracts.clone());
    let source = source(options, &contracts).await?;
    if let Some(path) = &options.record {
        let file = File::create(path).map_err(|error| Failure::io("write", path, &error))?;
        let recorder = Recorder::begin(BufWriter::new(file), began, &source.to_string(), &contracts);
        desk.record(path, recorder.map_err(|error| Failure::io("write", path, &error))?);
    }
    desk.run(source).await
}

/// What is listened to.
async fn source(options: &Tail, contracts: &Contracts) -> Result<Source, Failure> {
    let address = |text: &str| Address::parse(text).map_err(failure);
    if let (Some(listen), Some(to)) = (&options.proxy, &options.to) {
        let proxy = Proxy::listen(listen, address(to)?, Some(options.path.clone())).await.map_err(failure)?;
        return Ok(Source::Proxy(proxy, to.clone()));
    }
    if let Some(path) = &options.replay {
        let file = File::open(path).map_err(|error| Failure::io("read", path, &error))?;
        let reader = Reader::begin(BufReader::new(file), &path.display().to_string()).map_err(failure)?;
        return Ok(match &options.serve {
            None => Source::Recording(Box::new(reader)),
            Some(listen) => {
                let speed = Speed(options.speed);
                let server = Server::listen(listen, reader, speed, Some(options.path.clone())).await;
                Source::Play(server.map_err(failure)?)
            }
        });
    }
    let url = options.url.as_deref().unwrap_or_default();
    let client = Options {
        auth: options.auth.clone().unwrap_or_default(),
        token: options.token.clone().or_else(|| env::var(TOKEN).ok().filter(|token| !token.is_empty())),
        headers: options.header.clone(),
        path: Some(options.path.clone()),
        join: options.join.clone(),
        send: options.send.clone(),
        recover: options.recover,
    };
    let address = address(url)?;
    let shown = address.to_string();
    Ok(Source::Client(Box::new(Client::new(address, contracts, client).map_err(failure)?), shown))
}

/// The contracts that connections are held to; none where a catalogue is wrong, which was told.
fn read(options: &Tail) -> Result<Option<Contracts>, Failure> {
    let from = current_folder()?;
    let config = Config::find(options.config.as_deref(), &from)?;
    let entries = match options.catalogue.as_slice() {
        [] => catalogues::of_config(&OnDisk, &required(config)?)?,
        paths => catalogues::of_paths(&OnDisk, paths, config.as_ref(), &from)?,
    };
    let today = today::today(options.today.as_ref())?;
    let (mut report, mut contracts, mut whole) = (Report::default(), Vec::new(), true);
    for (entry, outcome) in entries.iter().zip(catalogues::load_all(&OnDisk, &entries)) {
        let place = entry.place(&from);
        let Some(catalogue) = outcome.catalogue else {
            report.add(outcome.sources, outcome.diagnostics, place);
            whole = false;
            continue;
        };
        let at = options.at.iter().find(|(name, _)| *name == catalogue.name.value).map(|(_, place)| place.clone());
        let texts = Texts { folder: place.folder, shown: place.shown };
        contracts.push(Contract::new(catalogue, outcome.sources, texts, at, today.clone()));
    }
    if !whole {
        terminal::note(&Format::Text.render(&report, terminal::stderr()));
        terminal::note(&format!("{}: nothing was judged\n", report.count_words()));
        return Ok(None);
    }
    let contracts = Contracts::new(contracts);
    if let Some((name, _)) = options.at.iter().find(|(name, _)| contracts.iter().all(|own| own.name() != name)) {
        let names: Vec<_> = contracts.iter().map(|contract| format!("`{}`", contract.name())).collect();
        return Err(Failure::Usage(format!("--at: no catalogue is called `{name}`: there is {}", names.join(", "))));
    }
    Ok(Some(contracts))
}

/// Trouble, as the command tells it.
pub fn failure(trouble: Trouble) -> Failure {
    Failure::World { message: trouble.message, help: trouble.help }
}
