//! Channels, and the sets of texts that their parameters hold.

use event_spec::catalogue::{Access, Channel, ParamType, Segment};

use super::Lowering;
use super::events::param_idents;
use crate::rust::ident::{self, Namer};
use crate::rust::model::{self, Channels, Code, FieldItem, Item, Shape, ValueItem};
use crate::rust::scope::Scope;
use crate::rust::{literal, words};

impl Lowering<'_> {
    /// The file of channels.
    pub fn channels(&self) -> Channels {
        let mut scope = self.scope("channels", self.names.in_channels());
        let contract = scope.sibling("", &self.names.contract);
        let mut enums = Vec::new();
        let mut list = Vec::new();
        for (name, channel) in &self.catalogue.channels {
            list.push(self.channel(&mut scope, name, channel, &mut enums));
        }
        if !list.is_empty() {
            scope.runtime("channel");
            scope.runtime("channel_set");
        }
        Channels { uses: scope.uses(), list, enums, contract }
    }

    fn channel(&self, scope: &mut Scope, name: &str, channel: &Channel, enums: &mut Vec<Item>) -> model::Channel {
        let idents = param_idents(channel);
        let mut params = Vec::new();
        for ((param, declared), ident) in channel.params.iter().zip(&idents) {
            let ty = match &declared.ty {
                ParamType::String => "String".to_owned(),
                ParamType::Integer => "i64".to_owned(),
                ParamType::OneOf(texts) => {
                    let set = self.names.param(name, param).to_owned();
                    enums.push(param_set(scope, &set, texts, &channel.pattern));
                    set
                }
            };
            params.push(FieldItem { docs: words::lines(declared.summary.as_deref()), ident: ident.clone(), ty });
        }
        let address = channel.address.iter().map(|segment| match segment {
            Segment::Literal(text) => literal::string(text),
            Segment::Named(param) => {
                let ident =
                    &idents[channel.params.get_index_of(param).expect("a checked address names its parameters")];
                if ident == param { ident.clone() } else { format!("{ident} = {}", literal::string(param)) }
            }
        });
        model::Channel {
            docs: words::lines(channel.summary.as_deref()),
            ident: self.names.channel(name).to_owned(),
            params,
            address: address.collect(),
            access: match &channel.access {
                Access::Public => "public".to_owned(),
                Access::Authenticated => "authenticated".to_owned(),
                Access::Class(class) => format!("class {}", literal::string(class)),
            },
        }
    }
}

fn param_set(scope: &mut Scope, name: &str, texts: &[String], pattern: &str) -> Item {
    scope.runtime("string_enum");
    let mut namer = Namer::default();
    let values = texts.iter().map(|text| ValueItem {
        docs: Vec::new(),
        ident: namer.take(&ident::pascal(text), "Value"),
        literal: literal::string(text),
    });
    Item {
        docs: vec![format!("What can stand in the address {}.", words::code(pattern))],
        name: name.to_owned(),
        shape: Shape::Enum { values: values.collect(), open: false },
        code: Code::BOTH,
        checks: None,
    }
}
