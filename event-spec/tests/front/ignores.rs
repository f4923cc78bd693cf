//! Comments that ignore a rule for one place.

use event_spec::{LintOptions, Outcome, lint};

use crate::support::{Memory, render};

fn linted(text: &str) -> Outcome {
    lint(&Memory::of([("catalogue.yaml", text)]), "catalogue.yaml", &LintOptions::default())
}

/// A catalogue whose one event has no summary, at `{above}` a line and at `{beside}` a comment.
fn catalogue(above: &str, beside: &str) -> String {
    format!(
        "catalogue: chat\nversion: 1.0.0\ntransport: socket.io\nevents:\n{above}  message.new:{beside}\n    \
         direction: server-to-client\n    to: everybody\n"
    )
}

/// The findings of the rules that these tests are about, without those of other rules.
fn told(text: &str) -> Vec<String> {
    let outcome = linted(text);
    let ours = ["event-without-summary", "ignore-malformed", "ignore-unused", "syntax"];
    let found = outcome.diagnostics.iter().filter(|found| ours.contains(&found.rule.id));
    let line = |found: &event_spec::Diagnostic| {
        let at = outcome.sources.positions(found.primary.span).start;
        format!("{}:{} {}: {}", at.line, at.column, found.rule.id, found.message)
    };
    found.map(line).collect()
}

const COMMENT: &str = "# eventspec-ignore event-without-summary the name says it all";

#[test]
fn a_comment_ignores_its_rule_on_its_line_or_the_line_below() {
    for (above, beside) in [
        (String::new(), format!(" {COMMENT}")),
        (format!("  {COMMENT}\n"), String::new()),
        (format!("{COMMENT}\n\n  # words\n"), String::new()),
        (format!("  # eventspec-ignore name-near they differ in meaning\n  {COMMENT}\n"), String::new()),
        ("\t#\teventspec-ignore  event-without-summary\tté\n".replace('\t', "  "), String::new()),
    ] {
        let text = catalogue(&above, &beside);
        for text in [text.clone(), text.replace('\n', "\r\n"), format!("\u{feff}{text}")] {
            let outcome = linted(&text);
            let silent = |found: &event_spec::Diagnostic| found.rule.id != "event-without-summary";
            assert!(outcome.diagnostics.iter().all(silent), "{text}\n{}", render(&outcome));
            let ignored: Vec<&str> = outcome.ignored.iter().map(|found| found.rule.id).collect();
            assert_eq!(ignored, ["event-without-summary"], "{text}");
        }
    }
}

#[test]
fn in_braces_a_comment_is_one_too() {
    let event = "direction: server-to-client, to: everybody";
    let text = format!(
        "{{ catalogue: chat, version: 1.0.0, transport: socket.io, events: {{\n  {COMMENT}\n  \"größe\": {{ {event} }},\n  \
         zwei: {{ {event} }}, {COMMENT}\n  drei: {{ {event} }} }} }}\n"
    );
    assert_eq!(told(&text), ["5:3 event-without-summary: event `drei` has no summary"]);
}

#[test]
fn what_looks_like_a_comment_in_a_text_ignores_nothing() {
    let quoted = catalogue("", "").replace("direction:", &format!("tags: [\"a {COMMENT}\"]\n    direction:"));
    assert!(told(&quoted).iter().any(|found| found.contains("event-without-summary")), "{:?}", told(&quoted));
    let block = format!("{}    replay: |\n      {COMMENT}\n", catalogue("", ""));
    assert!(told(&block).iter().all(|found| !found.contains("ignore-")), "{:?}", told(&block));
}

#[test]
fn json_has_no_comments() {
    let text = format!("{{ \"catalogue\": \"chat\" {COMMENT}\n }}");
    let outcome = lint(&Memory::of([("catalogue.json", text)]), "catalogue.json", &LintOptions::default());
    assert!(render(&outcome).contains("JSON has no comments"), "{}", render(&outcome));
    let found: Vec<&str> = outcome.diagnostics.iter().map(|found| found.rule.id).collect();
    assert_eq!(found, ["syntax"]);
}

#[test]
fn what_is_wrong_with_a_comment_is_said_at_its_place() {
    for (comment, expected) in [
        ("# eventspec-ignore", "5:16 ignore-malformed: this comment names no rule to ignore"),
        ("# eventspec-ignore: name-near why", "5:18 ignore-malformed: `eventspec-ignore:` is not `eventspec-ignore`"),
        ("# eventspec-ignore name-paterns why", "5:35 ignore-malformed: there is no rule `name-paterns`"),
        (
            "#eventspec-ignore name-pattern  ",
            "5:16 ignore-malformed: this comment ignores `name-pattern` and gives no reason",
        ),
        (
            "# eventspec-ignore unknown-key why",
            "5:35 ignore-malformed: `unknown-key` cannot be ignored: a catalogue that breaks it cannot be understood",
        ),
        (
            "# eventspec-ignore event-removed why",
            "5:35 ignore-malformed: `event-removed` cannot be ignored: it compares two versions, and the lint sees one",
        ),
        (
            "# eventspec-ignore ignore-unused why",
            "5:35 ignore-malformed: `ignore-unused` cannot be ignored: it is about comments like this one",
        ),
        (
            "# eventspec-ignore name-pattern why",
            "5:16 ignore-unused: nothing to ignore: `name-pattern` finds nothing on this line",
        ),
    ] {
        let found = told(&catalogue("", &format!(" {comment}")));
        assert!(found.iter().any(|line| line == expected), "{comment}: {found:?}");
    }
}

#[test]
fn a_comment_at_the_end_of_a_file_ignores_nothing() {
    for end in ["", "\n", "\n\n# words"] {
        let text = format!("{}{COMMENT}{end}", catalogue("", " # words"));
        let unused =
            "8:1 ignore-unused: nothing to ignore: `event-without-summary` finds nothing below: there is no line";
        assert!(told(&text).iter().any(|line| line == unused), "{:?}", told(&text));
    }
}

#[test]
fn an_unused_comment_is_taken_out_with_what_surrounds_it() {
    let mended = |above: &str, beside: &str| {
        let text = catalogue(above, beside);
        let outcome = linted(&text);
        let unused = outcome.diagnostics.iter().find(|found| found.rule.id == "ignore-unused").expect("it is unused");
        let fix = unused.fix.clone().expect("there is one right answer");
        format!("{}{}{}", &text[..fix.span.start as usize], fix.replacement, &text[fix.span.end as usize..])
    };
    let comment = "# eventspec-ignore name-pattern why";
    assert_eq!(mended(&format!("  {comment}\n"), ""), catalogue("", ""));
    assert_eq!(mended(&format!("  {comment}\r\n"), ""), catalogue("", ""));
    assert_eq!(mended("", &format!("  {comment} ")), catalogue("", ""));
}

#[test]
fn of_what_could_not_be_read_whole_no_comment_is_unused() {
    let text = catalogue("  # eventspec-ignore name-pattern why\n", "").replace("to: everybody", "to: everbody");
    assert!(told(&text).iter().all(|found| !found.contains("ignore-unused")), "{:?}", told(&text));
}
