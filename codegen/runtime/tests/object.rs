//! Objects: presence, constants, other keys, order, duplicates, and the path of what is wrong.

use event_contracts_runtime::{Json, Map, Validate, Violation, object, rule};
use insta::assert_snapshot;
use serde_json::json;

#[derive(Clone, Debug, PartialEq)]
struct Presence {
    required: String,
    nullable: Option<i64>,
    optional: Option<String>,
    both: Option<Option<bool>>,
}

object!(Presence { required, nullable, optional?, both? });

fn presence(text: &str) -> Result<Presence, serde_json::Error> {
    serde_json::from_str(text)
}

#[test]
fn absent_null_and_present_stay_apart() {
    for (text, nullable, optional, both) in [
        (r#"{"required":"r","nullable":null}"#, None, None, None),
        (r#"{"required":"r","nullable":null,"both":null}"#, None, None, Some(None)),
        (
            r#"{"required":"r","nullable":1,"optional":"o","both":true}"#,
            Some(1),
            Some("o".to_owned()),
            Some(Some(true)),
        ),
    ] {
        let value = presence(text).expect("right input");
        assert_eq!(value, Presence { required: "r".to_owned(), nullable, optional, both });
        assert_eq!(serde_json::to_string(&value).expect("right input"), text);
    }
}

#[test]
fn what_is_missing_or_null_without_leave_is_refused() {
    let errors: Vec<String> = [
        r#"{"nullable":null}"#,
        r#"{"required":"r"}"#,
        r#"{"required":null,"nullable":null}"#,
        r#"{"required":"r","nullable":null,"optional":null}"#,
        r#"{"required":"r","nullable":null,"both":1}"#,
        r#"{"required":"r","nullable":null,"required":"r"}"#,
        r#"{"required":"r","nullable":null,"nullable":null}"#,
        r#"{"required":"r","nullable":null,"both":null,"both":null}"#,
        r#"["r",null]"#,
        r#"null"#,
        r#""r""#,
        r#"{"required":"r","nullable":1.5}"#,
        r#"{"required":"r","nullable":92233720368547758080}"#,
        r#"{"required":"r","nullable":1"#,
        r#"{"required":"r"#,
        r#"{"required" "r"}"#,
    ]
    .map(|text| format!("{text}\n    {}", presence(text).expect_err("wrong input")))
    .into();
    assert_snapshot!(errors.join("\n"));
}

#[test]
fn keys_come_in_any_order_and_unknown_ones_are_dropped() {
    let text = r#"{"x":[{"required":1}],"nullable":2,"y":{"a":"}"},"req\u0075ired":"r"}"#;
    let value = Presence { required: "r".to_owned(), nullable: Some(2), optional: None, both: None };
    assert_eq!(presence(text).expect("right input"), value);
    assert_eq!(
        serde_json::from_value::<Presence>(serde_json::from_str(text).expect("right input")).expect("right input"),
        value
    );
    assert_eq!(serde_json::from_slice::<Presence>(text.as_bytes()).expect("right input"), value);
    assert_eq!(serde_json::from_reader::<_, Presence>(text.as_bytes()).expect("right input"), value);
    assert_eq!(serde_json::to_value(&value).expect("right input"), json!({ "required": "r", "nullable": 2 }));
}

#[derive(Debug, PartialEq)]
struct Named {
    r#type: String,
    kind: Option<String>,
    key: i64,
    keys: i64,
}

object!(Named { r#type = "type", kind? = "$kind", key = "a b", keys });

#[test]
fn wire_names_are_free() {
    let text = r#"{"type":"t","$kind":"k","a b":1,"keys":2}"#;
    let value: Named = serde_json::from_str(text).expect("right input");
    assert_eq!(value, Named { r#type: "t".to_owned(), kind: Some("k".to_owned()), key: 1, keys: 2 });
    assert_eq!(serde_json::to_string(&value).expect("right input"), text);
    let error = serde_json::from_str::<Named>(r#"{"type":"t","keys":2}"#).expect_err("wrong input");
    assert_eq!(error.to_string(), "missing field `a b` at line 1 column 21");
}

#[derive(Debug, PartialEq)]
struct Constant {
    url: String,
}

object!(Constant { const "kind" = "image", const "version" = -1, const "draft" = false, url });

#[test]
fn constants_are_checked_and_written() {
    let text = r#"{"kind":"image","version":-1,"draft":false,"url":"u"}"#;
    let value: Constant = serde_json::from_str(text).expect("right input");
    assert_eq!(serde_json::to_string(&value).expect("right input"), text);

    let errors: Vec<String> = [
        r#"{"version":-1,"draft":false,"url":"u"}"#,
        r#"{"kind":"file","version":-1,"draft":false,"url":"u"}"#,
        r#"{"kind":null,"version":-1,"draft":false,"url":"u"}"#,
        r#"{"kind":"image","version":1,"draft":false,"url":"u"}"#,
        r#"{"kind":"image","version":-1.0,"draft":false,"url":"u"}"#,
        r#"{"kind":"image","version":18446744073709551615,"draft":false,"url":"u"}"#,
        r#"{"kind":"image","version":-1,"draft":true,"url":"u"}"#,
        r#"{"kind":"image","kind":"image","version":-1,"draft":false,"url":"u"}"#,
    ]
    .map(|text| format!("{text}\n    {}", serde_json::from_str::<Constant>(text).expect_err("wrong input")))
    .into();
    assert_snapshot!(errors.join("\n"));
}

#[derive(Debug, PartialEq)]
struct Open {
    id: i64,
    rest: Map<String, Json>,
}

object!(Open { id, ..rest });

#[derive(Debug, PartialEq)]
struct Everything {
    rest: Map<String, i64>,
}

object!(Everything { ..rest });

#[derive(Debug, PartialEq)]
struct Closed {
    id: i64,
}

object!(closed Closed { const "kind" = "closed", id });

#[derive(Debug, PartialEq)]
struct Empty {}

object!(closed Empty {});

#[test]
fn other_keys_are_kept_or_refused_as_said() {
    let text = r#"{"id":1,"a":[1,null],"b":{"c":"d"}}"#;
    let open: Open = serde_json::from_str(text).expect("right input");
    assert_eq!(open.rest.len(), 2);
    assert_eq!(serde_json::to_string(&open).expect("right input"), text);

    let everything: Everything = serde_json::from_str(r#"{"a":1,"b":2}"#).expect("right input");
    assert_eq!(serde_json::to_string(&everything).expect("right input"), r#"{"a":1,"b":2}"#);
    assert_eq!(serde_json::to_string(&Empty {}).expect("right input"), "{}");

    let errors = [
        serde_json::from_str::<Open>(r#"{"id":1,"a":1,"a":1}"#).expect_err("wrong input"),
        serde_json::from_str::<Everything>(r#"{"a":1,"b":"2"}"#).expect_err("wrong input"),
        serde_json::from_str::<Closed>(r#"{"kind":"closed","id":1,"a":1}"#).expect_err("wrong input"),
        serde_json::from_str::<Empty>(r#"{"a":1}"#).expect_err("wrong input"),
    ];
    assert_snapshot!(errors.map(|error| error.to_string()).join("\n"));
}

#[derive(Debug, PartialEq)]
struct User {
    name: String,
}

object!(checked User { name });

impl Validate for User {
    fn validate(&self) -> Result<(), Violation> {
        rule::max_length("name", &self.name, 5)
    }
}

#[derive(Debug, PartialEq)]
struct Comment {
    user: User,
    tags: Vec<String>,
    readers: Option<Vec<User>>,
    by_day: Map<String, User>,
}

object!(checked closed Comment { user, tags, readers?, by_day });

impl Validate for Comment {
    fn validate(&self) -> Result<(), Violation> {
        for tag in &self.tags {
            rule::min_length("tags[]", tag, 1)?;
        }
        Ok(())
    }
}

#[derive(Debug, PartialEq)]
struct Thread {
    comment: Comment,
}

object!(Thread { comment });

#[test]
fn errors_name_the_path() {
    let errors: Vec<String> = [
        r#"{"comment":{"user":{"name":"Miranda"},"tags":[],"by_day":{}}}"#,
        r#"{"comment":{"user":{"name":"Mira"},"tags":[""],"by_day":{}}}"#,
        r#"{"comment":{"user":{"name":"Mira"},"tags":["a",1],"by_day":{}}}"#,
        r#"{"comment":{"user":{"name":"Mira"},"tags":[],"readers":[{"name":"Ed"},{}],"by_day":{}}}"#,
        r#"{"comment":{"user":{"name":"Mira"},"tags":[],"by_day":{"monday":{"name":"Miranda"}}}}"#,
        r#"{"comment":{"user":{},"tags":[],"by_day":{}}}"#,
        r#"{"comment":{"user":{"name":"Mira"},"tags":[]}}"#,
        r#"{"comment":{"user":{"name":"Mira"},"tags":[],"by_day":{},"id":1}}"#,
        r#"{"comment":{"user":{"name":"Mi"#,
        r#"{"comment":"`a`: b"}"#,
    ]
    .map(|text| format!("{text}\n    {}", serde_json::from_str::<Thread>(text).expect_err("wrong input")))
    .into();
    assert_snapshot!(errors.join("\n"));
}

#[test]
fn the_position_of_an_error_is_where_it_is() {
    let text = "{\n  \"comment\": {\n    \"user\": { \"name\": 7 }\n  }\n}";
    let error = serde_json::from_str::<Thread>(text).expect_err("wrong input");
    assert_eq!((error.line(), error.column()), (3, 23));
}

mod one_side {
    use event_contracts_runtime::{args, newtype, object, union, unit};

    pub struct Sent {
        pub id: i64,
    }
    object!(encode checked closed Sent { id });

    pub struct Received {
        pub id: i64,
    }
    object!(decode closed Received { id });

    pub struct SentName(pub String);
    newtype!(encode SentName(String));

    pub struct ReceivedName(pub String);
    newtype!(decode ReceivedName(String));

    pub struct SentArgs(pub i64, pub bool);
    args!(encode SentArgs(count: i64, last: bool));

    pub struct ReceivedArgs(pub i64, pub bool);
    args!(decode ReceivedArgs(count: i64, last: bool));

    pub struct SentNothing;
    unit!(encode SentNothing);

    pub enum SentEither {
        Number(i64),
    }
    union!(encode SentEither by type { Number: integer });

    pub enum ReceivedEither {
        Number(i64),
    }
    union!(decode ReceivedEither by type { Number: integer });
}

#[test]
fn a_side_has_only_what_it_needs() {
    use one_side::*;

    assert_eq!(serde_json::to_string(&Sent { id: 1 }).expect("right input"), r#"{"id":1}"#);
    assert_eq!(serde_json::from_str::<Received>(r#"{"id":1}"#).expect("right input").id, 1);
    assert_eq!(serde_json::to_string(&SentName("a".to_owned())).expect("right input"), r#""a""#);
    assert_eq!(serde_json::from_str::<ReceivedName>(r#""a""#).expect("right input").0, "a");
    assert_eq!(serde_json::to_string(&SentArgs(1, true)).expect("right input"), "[1,true]");
    let ReceivedArgs(count, last) = serde_json::from_str("[1,true]").expect("right input");
    assert_eq!((count, last), (1, true));
    assert_eq!(serde_json::to_string(&SentNothing).expect("right input"), "null");
    assert_eq!(serde_json::to_string(&SentEither::Number(1)).expect("right input"), "1");
    let ReceivedEither::Number(number) = serde_json::from_str("1").expect("right input");
    assert_eq!(number, 1);
}

#[test]
fn a_type_may_be_called_as_a_generic_parameter() {
    #[derive(Debug, PartialEq)]
    struct A {
        id: i64,
    }

    object!(A { id });

    assert_eq!(serde_json::from_str::<A>(r#"{"id":7}"#).expect("right input"), A { id: 7 });
}
