//! Sets of strings, open and closed.

use event_contracts_runtime::{Violation, string_enum};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Status {
    Open,
    InProgress,
}

string_enum!(Status { Open = "open", InProgress = "in progress" });

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Text,
    Other(String),
}

string_enum!(open Kind { Text = "text" });

#[test]
fn a_closed_set_refuses_what_it_does_not_list() {
    assert_eq!(Status::ALL, [Status::Open, Status::InProgress]);
    const TEXT: &str = Status::InProgress.as_str();
    assert_eq!(TEXT.parse(), Ok(Status::InProgress));
    assert_eq!(Status::Open.to_string(), "open");
    assert_eq!(serde_json::to_string(&Status::InProgress).expect("right input"), r#""in progress""#);
    assert_eq!(serde_json::from_str::<Status>(r#""\u006fpen""#).expect("right input"), Status::Open);

    let violation: Violation = "Open".parse::<Status>().expect_err("wrong input");
    assert_eq!(violation.to_string(), "must be one of `open`, `in progress` (enum)");
    assert_eq!(
        serde_json::from_str::<Status>("1").expect_err("wrong input").to_string(),
        "invalid type: integer `1`, expected a string at line 1 column 1"
    );
    assert!(serde_json::from_str::<Status>(r#"{"Open":null}"#).is_err());
}

#[test]
fn an_open_set_keeps_what_it_does_not_list() {
    for (text, kind) in
        [("text", Kind::Text), ("sticker", Kind::Other("sticker".to_owned())), ("", Kind::Other(String::new()))]
    {
        assert_eq!(Kind::from(text), kind);
        assert_eq!(text.parse(), Ok(kind.clone()));
        assert_eq!(kind.as_str(), text);
        let json = serde_json::to_string(&kind).expect("right input");
        assert_eq!(serde_json::from_str::<Kind>(&json).expect("right input"), kind);
    }
    assert!(serde_json::from_str::<Kind>("null").is_err());
}
