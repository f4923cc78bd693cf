//! A plain page that lists the operations: no script, nothing from elsewhere.

use std::fmt::Write;

use utoipa::openapi::OpenApi;

use super::Kind;
use super::openapi::operations;

const STYLE: &str = "body{font:15px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#222}\
h1,h2{font-weight:600}h2{margin-top:2.5rem;border-bottom:1px solid #ddd}\
table{border-collapse:collapse;width:100%}td,th{padding:.35rem .6rem;text-align:left;vertical-align:top;border-top:1px solid #eee}\
code{font:13px ui-monospace,monospace}td:first-child{width:5rem}.m{font-weight:600}\
@media(prefers-color-scheme:dark){body{background:#111;color:#ddd}td,th{border-color:#333}h2{border-color:#444}a{color:#8cf}}";

/// The page.
pub fn html(document: &OpenApi) -> String {
    let mut sections: Vec<(&str, String)> = Vec::new();
    for (path, item) in &document.paths.paths {
        for (method, operation) in operations(item) {
            let tag = operation.tags.as_ref().and_then(|tags| tags.first()).map_or("server", String::as_str);
            let at = sections.iter().position(|(own, _)| *own == tag).unwrap_or_else(|| {
                sections.push((tag, String::new()));
                sections.len() - 1
            });
            let summary = operation.summary.as_deref().or(operation.description.as_deref()).unwrap_or_default();
            if let Some((_, rows)) = sections.get_mut(at) {
                let _ = write!(
                    rows,
                    "<tr><td class=m>{method}</td><td><code>{}</code></td><td>{}</td></tr>",
                    escaped(path),
                    escaped(summary)
                );
            }
        }
    }
    let mut page = format!(
        "<!doctype html><html lang=en><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
         <title>Reference server</title><style>{STYLE}</style><h1>Reference server</h1>\
         <p>The requests of the systems; the same as <a href=/openapi.json>OpenAPI 3.1</a>. What they change is told as events.</p>"
    );
    for (tag, rows) in sections {
        let _ = write!(page, "<h2>{}</h2><table>{rows}</table>", escaped(tag));
    }
    page.push_str(
        "<h2>Problems</h2><p>Errors are answered as <code>application/problem+json</code> (RFC 9457).</p><table>",
    );
    for kind in Kind::ALL {
        let _ = write!(
            page,
            "<tr id={0}><td class=m>{1}</td><td><code>{0}</code></td><td>{2}</td></tr>",
            kind.code,
            kind.status.as_u16(),
            kind.title
        );
    }
    page.push_str("</table></html>\n");
    page
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
