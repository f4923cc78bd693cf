//! What is printed on starting: where everything is, and a first thing to try.

use std::net::SocketAddr;

use anstyle::{AnsiColor, Style};

use crate::base::Base;
use crate::systems::Name;

/// Prints the summary; without colours where nobody looks. The line `listening on http://ADDRESS` is for scripts and stays as
/// it is.
pub fn print(base: &Base, address: SocketAddr) {
    let bold = Style::new().bold();
    let dim = Style::new().dimmed();
    let accent = Style::new().fg_color(Some(AnsiColor::Cyan.into()));
    let config = &base.config;
    let command = "cargo run -q -p reference-server --";
    let http = format!("http://{address}");
    let mut lines = vec![format!("listening on {http}"), String::new(), format!("{bold}Systems{bold:#}")];
    for name in Name::ALL.into_iter().filter(|name| config.system.is_none_or(|only| only == *name)) {
        let (way, place) = match (name, config.system) {
            (Name::Gochat, _) => ("WebSocket", format!("ws://{address}/ws/user")),
            (_, None) => ("Socket.IO", format!("{http}/{name}")),
            (_, Some(_)) => ("Socket.IO", http.clone()),
        };
        let requests = if config.system.is_none() { format!("{http}/{name}/") } else { format!("{http}/") };
        lines.push(format!("  {accent}{:<9}{accent:#} {way}  {place:<32} {dim}REST {requests}{dim:#}", name.as_str()));
    }
    let data = config.data.display();
    let database = if config.database.starts_with("sqlite:") { &*config.database } else { "PostgreSQL" };
    let nodes = if config.redis.is_some() { "with other nodes over Redis" } else { "one node" };
    lines.extend([
        String::new(),
        format!("{bold}Requests{bold:#}  {http}/docs  {dim}({http}/openapi.json){dim:#}"),
        format!("{bold}Data{bold:#}      {data}  {dim}({database}, {nodes}){dim:#}"),
    ]);
    if let Some(link) = config.inspect.link(&http) {
        lines.push(format!("{bold}Inspector{bold:#} {link}"));
    }
    lines.extend([
        String::new(),
        format!("{bold}A token{bold:#}   {command} token --user agent_12 --role agent --name Dilnoza --for 1h"),
        format!("{bold}Try{bold:#}       {}", first_try(&http, config.system)),
        format!("{dim}Stop with Ctrl-C.{dim:#}"),
    ]);
    anstream::println!("{}", lines.join("\n"));
}

fn first_try(http: &str, only: Option<Name>) -> String {
    let path = match only {
        None => "/chatflow/visitors",
        Some(Name::Chatflow) => "/visitors",
        Some(_) => return format!("curl {http}/openapi.json"),
    };
    format!("curl -X POST {http}{path} --json '{{\"page_url\":\"https://example.com\"}}'")
}
