//! The description of all requests (OpenAPI 3.1), from the handlers' own words.

use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, PathItem, Ref, ResponseBuilder, SecurityRequirement,
};
use utoipa::{PartialSchema, ToSchema};

use super::{ProblemBody, SESSION_COOKIE};

/// The description that the systems' own are merged into.
pub fn document() -> OpenApi {
    let info = InfoBuilder::new().title("Reference server").version(env!("CARGO_PKG_VERSION")).description(Some(
        "The requests of the systems. What they change is told as events over Socket.IO and WebSocket.",
    ));
    let mut document = OpenApiBuilder::new().info(info.build()).build();
    let components = document.components.get_or_insert_default();
    components.schemas.insert(ProblemBody::name().into_owned(), ProblemBody::schema());
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).bearer_format("JWT").build();
    components.security_schemes.insert("token".to_owned(), SecurityScheme::Http(bearer).into());
    let session = ApiKey::Cookie(ApiKeyValue::new(SESSION_COOKIE));
    components.security_schemes.insert("session".to_owned(), SecurityScheme::ApiKey(session).into());
    let none: [&str; 0] = [];
    document.security = Some(vec![SecurityRequirement::new("token", none), SecurityRequirement::new("session", none)]);
    document
}

/// Completes what the handlers say: each operation may answer with a problem, and is named after its system, method and path, as in
/// `chatflow.post_messages_id_read`, whether the system is served alone or with others.
pub fn complete(document: &mut OpenApi) {
    let problem = || {
        let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(ProblemBody::name()))).build();
        ResponseBuilder::new()
            .description("Why it was not done (RFC 9457)")
            .content("application/problem+json", content)
            .build()
    };
    for (path, item) in &mut document.paths.paths {
        for (method, operation) in operations_mut(item) {
            if let Some(tag) = operation.tags.as_ref().and_then(|tags| tags.first()) {
                operation.operation_id = Some(name(tag, method, path));
            }
            operation.responses.responses.insert("default".to_owned(), problem().into());
        }
    }
}

fn name(tag: &str, method: &str, path: &str) -> String {
    let own = path.trim_start_matches('/').strip_prefix(tag).unwrap_or(path);
    let mut name = format!("{tag}.{}", method.to_ascii_lowercase());
    for word in own.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        name.push('_');
        name.push_str(word);
    }
    name
}

/// The operations of a path, each with its method.
pub fn operations(item: &PathItem) -> impl Iterator<Item = (&'static str, &Operation)> {
    let all = [
        ("GET", &item.get),
        ("POST", &item.post),
        ("PUT", &item.put),
        ("PATCH", &item.patch),
        ("DELETE", &item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_ref()?)))
}

fn operations_mut(item: &mut PathItem) -> impl Iterator<Item = (&'static str, &mut Operation)> {
    let all = [
        ("GET", &mut item.get),
        ("POST", &mut item.post),
        ("PUT", &mut item.put),
        ("PATCH", &mut item.patch),
        ("DELETE", &mut item.delete),
    ];
    all.into_iter().filter_map(|(method, operation)| Some((method, operation.as_mut()?)))
}
