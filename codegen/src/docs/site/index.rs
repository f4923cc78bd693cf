//! The first page: every catalogue of the site.

use event_spec::{Catalogue, Valid};

use super::html::Html;
use super::plan::lead;
use super::shell::{Frame, Shell};
use crate::docs::Options;
use crate::docs::lower;

/// Where it stands.
const PATH: &str = "index.html";

/// What the site is for.
const SUMMARY: &str = "Every event of every contract: who sends it, where it goes, what it carries.";

/// The page.
pub fn print(shell: &Shell, catalogues: &[(&Valid<Catalogue>, Options)]) -> String {
    let mut html = Html::default();
    html.worded("h1", &[], shell.title);
    html.line();
    html.worded("p", &[("class", "lead")], SUMMARY);
    html.line();
    html.open("ul", &[("class", "cards")]);
    for (plan, (catalogue, _)) in shell.plans.iter().zip(catalogues) {
        html.line();
        html.open("li", &[("class", "card")]);
        html.element("h2", &[], |html| html.worded("a", &[("href", plan.overview())], &plan.page.title));
        let summary = lead(&plan.page.blocks);
        if catalogue.summary.is_some() {
            html.worded("p", &[], &summary);
        }
        html.open("p", &[("class", "card-about")]);
        html.worded("span", &[], lower::transport_name(&catalogue.transport));
        html.worded("span", &[], &lower::holdings(catalogue));
        html.worded("span", &[], &format!("version {}", catalogue.version.value));
        html.close("p");
        html.close("li");
    }
    html.close("ul");
    let summary = SUMMARY.to_owned();
    let frame = Frame { path: PATH, title: shell.title.to_owned(), summary, plan: None, group: None, layout: "narrow" };
    shell.page(&frame, html)
}
