//! What a mock says when it begins: where it is, what to paste into the front end, and how to switch it.

use std::sync::Arc;

use event_live::mock::{Mock as Running, Place};
use event_spec::Catalogue;

use crate::arguments::Mock;
use crate::terminal::Stream;

/// The first words.
pub fn text(
    mock: &Running,
    catalogues: &[Arc<event_spec::Valid<Catalogue>>],
    options: &Mock,
    stream: Stream,
) -> String {
    let base = format!("http://{}", mock.address);
    let mut text = format!("listening on {base}\n");
    let (bold, dim, reset) = if stream.styled { ("\u{1b}[1m", "\u{1b}[2m", "\u{1b}[0m") } else { ("", "", "") };
    for (place, catalogue) in mock.places.iter().zip(catalogues) {
        text.push_str(&format!("\n{bold}{} {}{reset}\n", place.catalogue, catalogue.version.value));
        text.push_str(&snippet(place, mock, options));
        let requests = requests(catalogue);
        if !requests.is_empty() {
            text.push_str(&format!("  {dim}requests{reset}  {}\n", requests.join(&format!("\n{:12}", ""))));
            if !place.requests.is_empty() {
                text.push_str(&format!("  {dim}below{reset}     {base}{}\n", place.requests));
            }
        }
    }
    text.push_str(&format!(
        "\n{dim}watch it at {base}/inspect\nseed {}; `curl -X POST {base}/mock/cut` cuts every connection; Ctrl-C ends it{reset}\n\n",
        options.seed
    ));
    text
}

/// How a front end connects.
fn snippet(place: &Place, mock: &Running, options: &Mock) -> String {
    let token = options.token.as_deref().unwrap_or("ada");
    match (&place.namespace, &place.path) {
        (Some(namespace), _) => {
            let at = if namespace == "/" { "" } else { namespace.as_str() };
            format!("  const socket = io(\"http://{}{at}\", {{ auth: {{ token: \"{token}\" }} }});\n", mock.address)
        }
        (None, Some(path)) => {
            format!("  const socket = new WebSocket(\"ws://{}{path}?token={token}\");\n", mock.address)
        }
        (None, None) => String::new(),
    }
}

fn requests(catalogue: &Catalogue) -> Vec<String> {
    let mut requests: Vec<String> = Vec::new();
    for rest in catalogue.events.values().filter_map(|event| event.rest.as_ref()) {
        if !requests.contains(&rest.value) {
            requests.push(rest.value.clone());
        }
    }
    requests
}
