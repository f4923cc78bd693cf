//! The rules of the lint, one per file.

use super::Lint;

/// Declares the rules' files, and the table of them.
macro_rules! table {
    ($($rule:ident)*) => {
        $(mod $rule;)*

        /// Every rule.
        pub(super) const ALL: &[Lint] = &[$($rule::LINT),*];
    };
}

table! {
    access_personal
    alias_expired
    alias_without_reason
    catalogue_empty
    channel_unused
    channel_without_summary
    consumer_listens_deprecated
    consumer_reads_optional
    content_closed
    content_open
    deprecated_without_reason
    enum_closed
    event_duplicate
    event_expired
    event_unheard
    event_without_example
    event_without_priority
    event_without_storage
    event_without_summary
    field_style
    field_without_description
    flow_request
    flow_unheard
    handshake_missing
    id_type_mixed
    integer_unbounded
    integer_unsafe
    key_hazard
    limits_order
    money_float
    name_near
    name_pattern
    naming_contradicted
    naming_missing
    naming_mixed
    optional_nullable
    presence_stored
    priority_order
    priority_unused
    priority_without_policy
    schema_unused
    schema_without_description
    secret_sent
    stored_coalesced
    stored_expires
    stored_over_socket
    time_untyped
    ttl_before_batch
}
