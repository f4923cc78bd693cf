//! Addresses of channels.

use proptest::prelude::*;

use crate::chatflow::AnyChannel;
use crate::chatflow::channels::{Conversation, Lobby, Orders, Side};
use crate::chatflow::types::Sender;
use crate::runtime::{Access, Channel, ChannelSet, Contract, Event, Reconnect, Routed, Storage, Timestamp, channel};
use crate::{chatflow, gochat};

fn conversation(id: &str) -> Conversation {
    Conversation { conversation_id: id.to_owned() }
}

#[test]
fn addresses_print_and_parse() {
    for (channel, address) in [
        (AnyChannel::from(conversation("conv_456")), "conversation.conv_456"),
        (conversation("a.b/c%20 ü").into(), "conversation.a%2Eb%2Fc%2520%20%C3%BC"),
        (conversation("A-z_0~@+=").into(), "conversation.A-z_0~@+="),
        (Orders { user_id: -7 }.into(), "user.-7.orders"),
        (Side { sender: Sender::Agent, conversation_id: "c".to_owned() }.into(), "side:agent/c"),
        (Lobby.into(), "lobby"),
    ] {
        assert_eq!(channel.address(), address);
        assert_eq!(address.parse(), Ok(channel));
    }
    assert_eq!(Side::PATTERN, "side:{from}/{conversation_id}");
    assert_eq!(Orders::PATTERN, "user.{user_id}.orders");
    assert_eq!(Lobby::PATTERN, "lobby");
    assert_eq!(conversation("c").address(), "conversation.c");
}

/// What looks through a window of a room.
#[derive(Clone, Debug, PartialEq)]
struct Window {
    room: String,
    number: i64,
}

channel!(Window in chatflow::Chatflow: "in-" room "-at." number "-live"; public);

#[test]
fn texts_may_hold_what_parameters_can() {
    for (room, number, address) in
        [("a", 7, "in-a-at.7-live"), ("-at", -7, "in--at-at.-7-live"), ("a-at.7-live", 7, "in-a-at%2E7-live-at.7-live")]
    {
        let window = Window { room: room.to_owned(), number };
        assert_eq!(window.address(), address);
        assert_eq!(address.parse(), Ok(window));
    }
    for address in
        ["in-a-at.7", "in-a.7-live", "in--at.7-live", "in-a-at.-live", "in-a-at.7-live-live", "in-a-at.7-live."]
    {
        assert!(address.parse::<Window>().is_err(), "{address}");
    }
}

#[test]
fn only_the_printed_form_is_an_address() {
    for address in [
        "",
        "conversation",
        "conversation.",
        "conversation.a.b",
        "conversation.%41",
        "conversation.%2e",
        "conversation.%2",
        "conversation.%GG",
        "conversation.%FF",
        "conversation.a b",
        "conversation.ü",
        " conversation.a",
        "Conversation.a",
        "user.07.orders",
        "user.+7.orders",
        "user.-0.orders",
        "user..orders",
        "user.7.order",
        "user.7.orders.",
        "user.9223372036854775808.orders",
        "user.%37.orders",
        "side:boss/c",
        "side:agent",
        "side:agent/",
        "lobby.",
        "lobbyx",
    ] {
        assert!(address.parse::<AnyChannel>().is_err(), "{address}");
    }
    let error = "thread.1".parse::<Conversation>().expect_err("wrong input");
    assert_eq!(error.to_string(), "\"thread.1\" is no address of `conversation.{conversation_id}`");
    let error = "thread.\n1".parse::<AnyChannel>().expect_err("wrong input");
    assert_eq!(
        error.to_string(),
        "\"thread.\\n1\" is no address of `conversation.{conversation_id}`, `user.{user_id}.orders`, \
         `side:{from}/{conversation_id}`, `lobby`"
    );
}

#[test]
fn channels_say_who_may_enter() {
    assert_eq!(Conversation::ACCESS, Access::Class("participant"));
    assert_eq!(AnyChannel::from(Orders { user_id: 7 }).access(), Access::Authenticated);
    assert_eq!(AnyChannel::from(Lobby).access(), Access::Public);
}

fn any_channel() -> impl Strategy<Value = AnyChannel> {
    let text = || prop_oneof!["\\PC{1,8}", "[.%/:A-Fa-f0-9]{1,6}"];
    prop_oneof![
        text().prop_map(|conversation_id| Conversation { conversation_id }.into()),
        any::<i64>().prop_map(|user_id| Orders { user_id }.into()),
        (prop::sample::select(Sender::ALL.to_vec()), text()).prop_map(|(sender, conversation_id)| Side {
            sender,
            conversation_id
        }
        .into()),
        Just(Lobby.into()),
    ]
}

proptest! {
    #[test]
    fn what_is_printed_parses_back(channel in any_channel()) {
        prop_assert_eq!(channel.address().parse(), Ok(channel));
    }

    #[test]
    fn different_channels_never_print_alike(one in any_channel(), other in any_channel()) {
        prop_assert_eq!(one == other, one.address() == other.address());
    }

    #[test]
    fn what_parses_prints_back(address in prop_oneof!["conversation\\.[.%/A-Fa-f0-9]{0,6}", "user\\.[-+0-9]{0,4}\\.orders", ".*"]) {
        if let Ok(channel) = address.parse::<AnyChannel>() {
            prop_assert_eq!(channel.address(), address);
        }
    }
}

#[test]
fn events_know_their_contract_and_their_channel() {
    use chatflow::events::{AgentTyping, MessageNew, OrderShipped};
    use chatflow::types::Sender;

    fn storage_of<E: Event>() -> (&'static str, &'static str, Storage, Option<&'static str>) {
        (E::Contract::NAME, E::NAME, E::STORAGE, E::PRIORITY.map(|priority| priority.name))
    }

    assert_eq!(storage_of::<MessageNew>(), ("chatflow", "message.new", Storage::Stored, Some("high")));
    assert_eq!(storage_of::<gochat::Pong>(), ("gochat", "pong", Storage::Transient, None));
    let typing = AgentTyping { conversation_id: "c".to_owned(), sender: Sender::Agent };
    assert_eq!(typing.to(), conversation("c"));
    let shipped = OrderShipped { arrives: "2026-02-12".parse().expect("right input") };
    assert_eq!(shipped.to(7), Orders { user_id: 7 });
    assert!(Timestamp::new(shipped.arrives.as_str()).is_err());
}

#[test]
fn a_client_waits_a_step_longer_each_time() {
    let Reconnect { attempts, .. } = chatflow::Chatflow::RECONNECT.expect("a policy");
    let waits = |attempt| chatflow::Chatflow::RECONNECT.expect("a policy").wait(attempt).map(|wait| wait.as_secs());
    assert_eq!([waits(0), waits(1), waits(4), waits(attempts)], [Some(1), Some(2), Some(5), None]);
    assert!(gochat::Gochat::RECONNECT.is_none());
}
