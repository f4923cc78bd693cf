//! Values of one of several shapes.

use event_contracts_runtime::{object, union};
use insta::assert_snapshot;

#[derive(Clone, Debug, PartialEq)]
struct Image {
    url: String,
}

object!(Image { const "kind" = "image", url });

#[derive(Clone, Debug, PartialEq)]
struct Group {
    items: Vec<Attachment>,
    cover: Option<Box<Attachment>>,
}

object!(closed Group { const "kind" = "group", items, cover? });

#[derive(Clone, Debug, PartialEq)]
enum Attachment {
    Image(Image),
    Group(Box<Group>),
}

union!(Attachment by "kind" { Image = "image", Group = "group" });

fn attachment(text: &str) -> Result<Attachment, serde_json::Error> {
    serde_json::from_str(text)
}

fn image(url: &str) -> Attachment {
    Attachment::Image(Image { url: url.to_owned() })
}

#[test]
fn the_tag_may_stand_anywhere() {
    let group =
        Attachment::Group(Box::new(Group { items: vec![image("a"), image("b")], cover: Some(Box::new(image("c"))) }));
    let first = concat!(
        r#"{"kind":"group","items":[{"kind":"image","url":"a"},{"kind":"image","url":"b"}],"#,
        r#""cover":{"kind":"image","url":"c"}}"#
    );
    let last = concat!(
        r#"{"items":[{"url":"a","kind":"image"},{"url":"b","kind":"image"}],"#,
        r#""cover":{"url":"c","k\u0069nd":"image"},"kind":"group"}"#
    );
    assert_eq!(serde_json::to_string(&group).expect("right input"), first);
    for text in [first, last] {
        assert_eq!(attachment(text).expect("right input"), group);
        assert_eq!(
            serde_json::from_value::<Attachment>(serde_json::from_str(text).expect("right input"))
                .expect("right input"),
            group
        );
        assert_eq!(serde_json::from_reader::<_, Attachment>(text.as_bytes()).expect("right input"), group);
    }
}

#[derive(Debug, PartialEq)]
enum Content {
    Text(String),
    Count(i64),
    Share(f64),
    Done(bool),
    Lines(Vec<Content>),
    Attachment(Attachment),
}

union!(Content by type {
    Text: string, Count: integer, Share: number, Done: boolean, Lines: array, Attachment: object,
});

#[test]
fn the_json_type_tells_the_shape() {
    let text = r#"["a",-1,1,0.5,1e3,true,[],{"kind":"image","url":"a"}]"#;
    let content: Content = serde_json::from_str(text).expect("right input");
    let expected = Content::Lines(vec![
        Content::Text("a".to_owned()),
        Content::Count(-1),
        Content::Count(1),
        Content::Share(0.5),
        Content::Share(1000.0),
        Content::Done(true),
        Content::Lines(vec![]),
        Content::Attachment(image("a")),
    ]);
    assert_eq!(content, expected);
    assert_eq!(serde_json::to_string(&content).expect("right input"), text.replace("1e3", "1000.0"));
}

#[derive(Debug, PartialEq)]
enum Amount {
    Number(f64),
    Text(String),
}

union!(Amount by type { Number: number, Text: string });

#[derive(Debug, PartialEq)]
struct Holder {
    attachment: Option<Attachment>,
    amount: Option<Amount>,
}

object!(Holder { attachment?, amount? });

#[test]
fn what_fits_no_shape_is_refused_with_its_path() {
    assert_eq!(serde_json::from_str::<Amount>("7").expect("right input"), Amount::Number(7.0));
    let errors: Vec<String> = [
        r#"{"attachment":{}}"#,
        r#"{"attachment":{"url":"a"}}"#,
        r#"{"attachment":{"kind":"video"}}"#,
        r#"{"attachment":{"x":1,"kind":"video"}}"#,
        r#"{"attachment":{"kind":1}}"#,
        r#"{"attachment":{"kind":"image"}}"#,
        r#"{"attachment":{"kind":"image","url":1}}"#,
        r#"{"attachment":{"url":1,"kind":"image"}}"#,
        r#"{"attachment":{"kind":"image","url":"a","kind":"image"}}"#,
        r#"{"attachment":{"url":"a","kind":"image","kind":"image"}}"#,
        r#"{"attachment":{"url":"a","url":"b","kind":"image"}}"#,
        r#"{"attachment":{"items":[{"url":"a","kind":"video"}],"kind":"group"}}"#,
        r#"{"attachment":{"items":[],"other":1,"kind":"group"}}"#,
        r#"{"attachment":["image"]}"#,
        r#"{"attachment":"image"}"#,
        r#"{"amount":true}"#,
        r#"{"amount":null}"#,
        r#"{"amount":[1]}"#,
        r#"{"amount":{"a":1}}"#,
    ]
    .map(|text| format!("{text}\n    {}", serde_json::from_str::<Holder>(text).expect_err("wrong input")))
    .into();
    assert_snapshot!(errors.join("\n"));
}

#[test]
fn deep_nesting_is_refused_whatever_the_order_of_keys() {
    for deep in [1_000, 50_000] {
        let open = r#"{"items":["#.repeat(deep);
        let close = r#"],"kind":"group"}"#.repeat(deep);
        let error = attachment(&format!("{open}{close}")).expect_err("wrong input").to_string();
        assert!(error.contains("recursion limit exceeded"), "{error}");
        let open = r#"{"kind":"group","items":["#.repeat(deep);
        let close = "]}".repeat(deep);
        let error = attachment(&format!("{open}{close}")).expect_err("wrong input").to_string();
        assert!(error.contains("recursion limit exceeded"), "{error}");
    }
    let fits = format!("{}{}", r#"{"items":["#.repeat(50), r#"],"kind":"group"}"#.repeat(50));
    assert!(attachment(&fits).is_ok());
}
