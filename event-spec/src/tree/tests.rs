//! What the tree is for texts that people and attackers write.

use super::yaml::parse;
use super::{Kind, Node};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::source::Sources;

/// A text's tree, its places as the text that they cover, and its findings.
fn read(text: &str) -> (Option<Node>, Sources, Vec<Diagnostic>) {
    let mut sources = Sources::default();
    let id = sources.add("test.yaml", text);
    let mut diagnostics = Diagnostics::default();
    let node = parse(id, text, &mut diagnostics);
    (node, sources, diagnostics.into_sorted())
}

/// A text's tree as JSON; it must have no finding.
fn json(text: &str) -> String {
    let (node, _, diagnostics) = read(text);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    node.expect("a text without findings has a tree").to_json().to_string()
}

/// Each finding as `rule @ underlined text: message`.
fn findings(text: &str) -> Vec<String> {
    let (_, sources, diagnostics) = read(text);
    let line =
        |found: &Diagnostic| format!("{} @ {:?}: {}", found.rule.id, sources.text(found.primary.span), found.message);
    diagnostics.iter().map(line).collect()
}

fn places(node: &Node, sources: &Sources, out: &mut Vec<String>) {
    out.push(sources.text(node.span).to_owned());
    for item in node.items() {
        places(item, sources, out);
    }
    for entry in node.entries() {
        out.push(sources.text(entry.key.span).to_owned());
        places(&entry.value, sources, out);
    }
}

#[test]
fn places_cover_the_text_of_each_value() {
    let text = "é: [ü, 'q' ]  # c\nb:\n  - |\n    one\n    two\n\n  - {k: plain\n  folded}\nc:\n";
    let (node, sources, diagnostics) = read(text);
    assert!(diagnostics.is_empty(), "{diagnostics:#?}");
    let mut out = Vec::new();
    places(&node.expect("this is YAML"), &sources, &mut out);
    let block = "- |\n    one\n    two\n\n  - {k: plain\n  folded}";
    assert_eq!(out[1..9], ["é", "[ü, 'q' ]", "ü", "'q'", "b", block, "one\n    two", "{k: plain\n  folded}"]);
    // What is left out is shown by its key.
    assert_eq!(out[9..], ["k", "plain\n  folded", "c", "c"]);
    assert_eq!(out[0], text.trim_end().trim_end_matches(':'));
}

#[test]
fn json_is_yaml() {
    assert_eq!(
        json("{\n\t\"a\": [1, -2.5e3, true, null, \"\\ud83d\\ude00\\/\\u00e9\"],\n\t\"b\":{}\n}\n"),
        r#"{"a":[1,-2500.0,true,null,"😀/é"],"b":{}}"#
    );
}

#[test]
fn byte_order_marks_and_carriage_returns_are_no_text() {
    assert_eq!(json("\u{feff}a: x\r\nb: |\r\n  y\r\n"), r#"{"a":"x","b":"y\n"}"#);
}

#[test]
fn an_empty_text_is_null() {
    assert_eq!(json(""), "null");
    assert_eq!(json("# nothing\n"), "null");
    assert_eq!(json("\u{feff}"), "null");
}

#[test]
fn merge_keys_are_applied_and_own_keys_win() {
    let text = "base: &b {x: 1, y: 2}\nmore: &m {y: 3, z: 4}\none: {<<: *b, y: 9}\ntwo: {w: 0, <<: [*b, *m]}\n";
    assert_eq!(
        json(text),
        r#"{"base":{"x":1,"y":2},"more":{"y":3,"z":4},"one":{"x":1,"y":9},"two":{"w":0,"x":1,"y":2,"z":4}}"#
    );
    assert_eq!(findings("a: {<<: 1}"), ["merge-key @ \"1\": `<<` merges maps, and this is a number"]);
    assert_eq!(json("'<<': 1"), r#"{"<<":1}"#);
}

#[test]
fn duplicate_keys_name_both_places_and_the_first_stays() {
    let (node, sources, diagnostics) = read("a: 1\nb: 2\na: 3\n");
    assert_eq!(node.expect("the rest is YAML").to_json().to_string(), r#"{"a":1,"b":2}"#);
    assert_eq!(diagnostics.len(), 1);
    assert_eq!(sources.positions(diagnostics[0].primary.span).start.line, 3);
    assert_eq!(sources.positions(diagnostics[0].labels[0].span).start.line, 1);
}

#[test]
fn duplicates_are_found_in_big_maps_too() {
    let keys: String = (0..1000).map(|at| format!("k{at}: {at}\n")).collect();
    assert_eq!(findings(&format!("{keys}k3: x\nk777: y\n")).len(), 2);
}

#[test]
fn keys_are_texts() {
    assert_eq!(
        findings("404: a\ntrue: b\n? [x]\n: c\n: d\n010: e\n"),
        [
            "key-not-text @ \"404\": a key must be a text, and `404` is a number",
            "key-not-text @ \"true\": a key must be a text, and `true` is a boolean",
            "key-not-text @ \"[x]\": a key must be a text, and this is a list",
            "key-not-text @ \"\": a key must be a text, and `` is null",
            "key-not-text @ \"010\": a key must be a text, and `010` is a number",
        ]
    );
}

#[test]
fn ambiguous_scalars_are_told() {
    assert_eq!(
        findings("a: 010\nb: 1_000\nc: .inf\nd: '010'\ne: no\nf: 10:30\n"),
        [
            "ambiguous-scalar @ \"010\": `010` is the number 10 here, and in base eight to other readers",
            "ambiguous-scalar @ \"1_000\": `1_000` is a text here, and the number 1000 to other readers",
            "number-not-finite @ \".inf\": `.inf` is no number that JSON can write",
            "ambiguous-scalar @ \"no\": `no` is a text here, and the boolean `false` to other readers",
            "ambiguous-scalar @ \"10:30\": `10:30` is a text here, and a number in base sixty to other readers",
        ]
    );
}

#[test]
fn large_numbers_are_kept() {
    let (node, ..) = read("12345678901234567890123456");
    assert!(matches!(node.map(|node| node.kind), Some(Kind::Number(number)) if number.0.len() == 26));
}

#[test]
fn tags_of_other_programs_are_refused() {
    assert_eq!(
        findings("a: !!python/object:os.system {x: 1}\nb: !include x.yaml\nc: !!int abc\nd: !!str 1\ne: !!map {}\n"),
        [
            "unknown-tag @ \"!!python/object:os.system\": the tag `!!python/object:os.system` means nothing here",
            "unknown-tag @ \"!include\": the tag `!include` means nothing here",
            "unknown-tag @ \"!!int\": the tag `!!int` does not fit its value",
        ]
    );
}

#[test]
fn one_document_stands_in_a_file() {
    assert_eq!(
        findings("a: 1\n---\nb: 2\n---\nc: 3\n"),
        ["several-documents @ \"---\": a second YAML document starts here, and a file holds only one"]
    );
    assert_eq!(json("---\na: 1\n...\n"), r#"{"a":1}"#);
}

#[test]
fn alias_bombs_are_refused() {
    let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
    for level in 1..20 {
        let below = format!("*a{}", level - 1);
        text += &format!("a{level}: &a{level} [{}]\n", [below.as_str(); 9].join(", "));
    }
    let found = findings(&text);
    assert_eq!(found.len(), 1);
    assert!(found[0].starts_with("alias-bomb @ \"*a4\""), "{found:?}");
    let long = format!("a: &a {}\nb: [{}]\n", "x".repeat(1 << 20), "*a, ".repeat(1000));
    assert!(findings(&long)[0].starts_with("alias-bomb"));
}

#[test]
fn aliases_name_what_stands_before_them() {
    assert_eq!(
        findings("message: &message {a: 1}\nb: *mesage\nc: *d\nd: &d 1\n? *x\n: 1\n"),
        [
            "unknown-alias @ \"*mesage\": no anchor `&mesage` stands before this",
            "unknown-alias @ \"*d\": no anchor `&d` stands before this",
            "unknown-alias @ \"*x\": no anchor `&x` stands before this",
        ]
    );
    assert_eq!(findings("a: &a {b: *a}\n"), ["unknown-alias @ \"*a\": `*a` stands inside the value that it repeats"]);
}

#[test]
fn deep_nesting_is_refused_and_not_recursed_into() {
    for text in [
        "[".repeat(5000),
        format!("{}1{}", "[".repeat(5000), "]".repeat(5000)),
        "- ".repeat(5000),
        "{a: ".repeat(5000),
        format!("a: &a {}1{}\nb: {}*a{}\n", "[".repeat(100), "]".repeat(100), "[".repeat(100), "]".repeat(100)),
    ] {
        let found = findings(&text);
        assert_eq!(found.len(), 1, "{found:?}");
        assert!(found[0].starts_with("too-deep"), "{found:?}");
    }
    assert!(findings(&format!("{}1{}", "[".repeat(128), "]".repeat(128))).is_empty());
}

#[test]
fn syntax_errors_say_what_to_do() {
    let shown = |text: &str| {
        let (node, sources, diagnostics) = read(text);
        assert!(node.is_none());
        let found = &diagnostics[0];
        let at = sources.positions(found.primary.span).start;
        format!("{}:{}: {}; {}", at.line, at.column, found.message, found.help.as_deref().unwrap_or("-"))
    };
    insta::assert_snapshot!(
        [
            "a: b: c",
            "a: @b",
            "a: 1\n\tb: 2\n",
            "a:\n  - b\n c: 1\n",
            "a: \"b\nc: d\n",
            "a: {address: user.{id}.x, b: 1}\n",
            "naming: {resource}.{action}\n",
            "a: [1\nb: 2\n",
            "a: \"\\ud83d\"",
            "a: \0",
        ]
        .map(shown)
        .join("\n")
    );
}
