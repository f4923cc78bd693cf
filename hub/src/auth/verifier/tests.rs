use jsonwebtoken::EncodingKey;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;
use serde_json::{Value, json};

use super::*;
use crate::auth::{Grant, KeyError, Signer, SigningKey};

const SECRET: &[u8] = b"a secret of the tests, of at least sixty-four bytes: 0123456789ab";
const OTHER: &[u8] = b"another one of the tests, of at least sixty-four bytes: 012345678";

macro_rules! pem {
    ($name:literal) => {
        include_str!(concat!("../../../tests/keys/", $name, ".pem"))
    };
}

fn hs(algorithm: Algorithm) -> Key {
    Key::secret(algorithm, SECRET).expect("a long secret")
}

/// A pair for each algorithm.
fn pairs() -> Vec<(SigningKey, Key)> {
    let secret = |algorithm| (SigningKey::secret(algorithm, SECRET).expect("a long secret"), hs(algorithm));
    let pair = |algorithm, private, public| {
        (
            SigningKey::private(algorithm, private).expect("a private key"),
            Key::public(algorithm, public).expect("a public key"),
        )
    };
    vec![
        secret(Algorithm::Hs256),
        secret(Algorithm::Hs384),
        secret(Algorithm::Hs512),
        pair(Algorithm::Rs256, pem!("rsa_one.private"), pem!("rsa_one.public")),
        pair(Algorithm::Es256, pem!("ec_one.private"), pem!("ec_one.public")),
        pair(Algorithm::EdDsa, pem!("ed_one.private"), pem!("ed_one.public")),
    ]
}

fn verifier(keys: impl IntoIterator<Item = Key>) -> Verifier {
    Verifier::new(keys, "issuer", "hub")
}

fn token(text: &str) -> Token {
    Token::of(text).expect("a token")
}

fn sign(key: SigningKey) -> String {
    Signer::new(key, "issuer", "hub").sign(&Grant::of("ada")).expect("a signature")
}

fn now() -> u64 {
    SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970").as_secs()
}

/// A token of this header and these claims, signed with the secret as HS256 whatever the header says.
fn forged(header: &Value, claims: &Value) -> Token {
    forged_with(SECRET, header, claims)
}

fn forged_with(secret: &[u8], header: &Value, claims: &Value) -> Token {
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(header), part(claims));
    let key = EncodingKey::from_secret(secret);
    let signature =
        jsonwebtoken::crypto::sign(signed.as_bytes(), &key, jsonwebtoken::Algorithm::HS256).expect("a signature");
    token(&format!("{signed}.{signature}"))
}

fn claims(changes: &Value) -> Value {
    let mut claims = json!({ "iss": "issuer", "aud": "hub", "sub": "ada", "iat": now(), "exp": now() + 60 });
    for (name, value) in changes.as_object().expect("an object") {
        claims[name] = value.clone();
    }
    claims
}

/// What becomes of a token with these claims that is signed as it should be.
fn judged(changes: &Value) -> Result<User, TokenError> {
    verifier([hs(Algorithm::Hs256)]).verify(&forged(&json!({ "alg": "HS256" }), &claims(changes)))
}

#[test]
fn every_algorithm_is_signed_and_checked() {
    for (signing, key) in pairs() {
        let grant = Grant {
            name: Some("Ada".to_owned()),
            roles: vec!["agent".to_owned()],
            token_id: Some("t1".to_owned()),
            ..Grant::of("ada")
        };
        let text = Signer::new(signing, "issuer", "hub").sign(&grant).expect("a signature");
        let user = verifier([key.clone()]).verify(&token(&text)).expect("a good token");
        assert_eq!((&*user.id, user.name.as_deref(), user.token_id.as_deref()), ("ada", Some("Ada"), Some("t1")));
        assert!(user.is("agent") && !user.is("admin"), "{}", key.algorithm);
        let lifetime = user.expires_at.duration_since(user.issued_at.expect("iat")).expect("later");
        assert_eq!(lifetime, Duration::from_secs(3600));
    }
}

#[test]
fn a_token_of_one_key_is_not_one_of_another() {
    for (at, (signing, _)) in pairs().into_iter().enumerate() {
        let text = sign(signing);
        for (other, (_, key)) in pairs().into_iter().enumerate() {
            let verdict = verifier([key]).verify(&token(&text)).map(drop);
            assert_eq!(verdict, if at == other { Ok(()) } else { Err(TokenError::WrongAlgorithm) }, "{at} {other}");
        }
    }
    for (algorithm, private, public) in [
        (Algorithm::Rs256, pem!("rsa_other.private"), pem!("rsa_one.public")),
        (Algorithm::Es256, pem!("ec_other.private"), pem!("ec_one.public")),
        (Algorithm::EdDsa, pem!("ed_other.private"), pem!("ed_one.public")),
    ] {
        let text = sign(SigningKey::private(algorithm, private).expect("a private key"));
        let key = Key::public(algorithm, public).expect("a public key");
        assert_eq!(verifier([key]).verify(&token(&text)), Err(TokenError::WrongSignature));
    }
    let text = sign(SigningKey::secret(Algorithm::Hs256, OTHER).expect("a long secret"));
    assert_eq!(verifier([hs(Algorithm::Hs256)]).verify(&token(&text)), Err(TokenError::WrongSignature));
}

#[test]
fn a_public_key_is_no_secret() {
    let public = pem!("rsa_one.public");
    let keys = || [Key::public(Algorithm::Rs256, public).expect("a public key").named("k")];
    for header in [json!({ "alg": "HS256" }), json!({ "alg": "HS256", "kid": "k" })] {
        let confused = forged_with(public.as_bytes(), &header, &claims(&json!({})));
        assert_eq!(verifier(keys()).verify(&confused), Err(TokenError::WrongAlgorithm));
    }
    let confused = forged_with(public.as_bytes(), &json!({ "alg": "RS256" }), &claims(&json!({})));
    assert_eq!(verifier(keys()).verify(&confused), Err(TokenError::WrongSignature));
}

#[test]
fn only_known_algorithms_are_known() {
    for alg in ["none", "None", "NONE", "", "hs256", "HS256 ", "PS256", "ES384", "HS1"] {
        let verdict = verifier([hs(Algorithm::Hs256)]).verify(&forged(&json!({ "alg": alg }), &claims(&json!({}))));
        assert_eq!(verdict, Err(TokenError::UnknownAlgorithm), "{alg}");
    }
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let bare = format!("{}.{}.", part(&json!({ "alg": "none" })), part(&claims(&json!({}))));
    assert_eq!(verifier([hs(Algorithm::Hs256)]).verify(&token(&bare)), Err(TokenError::UnknownAlgorithm));
    let bare = format!("{}.{}.", part(&json!({ "alg": "HS256" })), part(&claims(&json!({}))));
    assert_eq!(verifier([hs(Algorithm::Hs256)]).verify(&token(&bare)), Err(TokenError::WrongSignature));
}

#[test]
fn keys_that_a_token_brings_along_are_not_used() {
    let secret = URL_SAFE_NO_PAD.encode(OTHER);
    let header = json!({ "alg": "HS256", "jwk": { "kty": "oct", "k": secret }, "jku": "https://evil.example/keys" });
    let verdict = verifier([hs(Algorithm::Hs256)]).verify(&forged_with(OTHER, &header, &claims(&json!({}))));
    assert_eq!(verdict, Err(TokenError::WrongSignature));
    let header = json!({ "alg": "HS256", "crit": ["b64"], "b64": false });
    let verdict = verifier([hs(Algorithm::Hs256)]).verify(&forged(&header, &claims(&json!({}))));
    assert_eq!(verdict, Err(TokenError::Critical));
}

#[test]
fn keys_change_without_a_gap() {
    let key = |secret, id| Key::secret(Algorithm::Hs256, secret).expect("a long secret").named(id);
    let signed = |secret, id: Option<&str>| {
        let signing = SigningKey::secret(Algorithm::Hs256, secret).expect("a long secret");
        token(&sign(match id {
            Some(id) => signing.named(id),
            None => signing,
        }))
    };
    let verdict = |keys: &[Key], token: &Token| verifier(keys.to_vec()).verify(token).map(drop);
    let (old, new) = (key(SECRET, "2025"), key(OTHER, "2026"));
    let both = [old.clone(), new.clone()];
    assert_eq!(verdict(&both, &signed(SECRET, Some("2025"))), Ok(()));
    assert_eq!(verdict(&both, &signed(OTHER, Some("2026"))), Ok(()));
    // Without a name, all keys of the algorithm are tried.
    assert_eq!(verdict(&both, &signed(SECRET, None)), Ok(()));
    assert_eq!(verdict(&both, &signed(OTHER, None)), Ok(()));
    assert_eq!(verdict(&both, &signed(OTHER, Some("2025"))), Err(TokenError::WrongSignature));
    assert_eq!(verdict(&both, &signed(SECRET, Some("2024"))), Err(TokenError::UnknownKey));
    assert_eq!(verdict(std::slice::from_ref(&new), &signed(SECRET, Some("2025"))), Err(TokenError::UnknownKey));
    assert_eq!(verdict(&[new], &signed(SECRET, None)), Err(TokenError::WrongSignature));
    assert_eq!(verdict(&[], &signed(SECRET, None)), Err(TokenError::UnknownKey));
}

#[test]
fn claims_are_checked() {
    let verdict = |changes: Value| judged(&changes).map(drop);
    assert_eq!(verdict(json!({})), Ok(()));
    for issuer in ["", "Issuer", "issuer ", "issuer2", "https://issuer"] {
        assert_eq!(verdict(json!({ "iss": issuer })), Err(TokenError::WrongIssuer), "{issuer}");
    }
    for audience in [json!("hub2"), json!("hu"), json!([]), json!(["a", "b"]), json!("")] {
        assert_eq!(verdict(json!({ "aud": audience })), Err(TokenError::WrongAudience));
    }
    assert_eq!(verdict(json!({ "aud": ["a", "hub"] })), Ok(()));
    for name in ["iss", "aud", "sub", "exp"] {
        assert_eq!(verdict(json!({ name: null })), Err(TokenError::Claim(name)));
    }
    assert_eq!(verdict(json!({ "sub": "" })), Err(TokenError::Claim("sub")));
    for (name, value) in [
        ("sub", json!(7)),
        ("roles", json!("agent")),
        ("roles", json!([1])),
        ("exp", json!("tomorrow")),
        ("iss", json!(["issuer"])),
        ("aud", json!({})),
    ] {
        assert_eq!(verdict(json!({ name: value })), Err(TokenError::Claims), "{name}");
    }
    for exp in [json!(-1), json!(1e300)] {
        assert_eq!(verdict(json!({ "exp": exp })), Err(TokenError::Claim("exp")));
    }
}

#[test]
fn an_audience_of_its_own_is_taken_beside_the_common_one() {
    let key = || SigningKey::secret(Algorithm::Hs256, SECRET).expect("a long secret");
    let common = Signer::new(key(), "issuer", "hub");
    let signed = |signer: &Signer| token(&signer.sign(&Grant::of("ada")).expect("a signature"));
    let here = verifier([hs(Algorithm::Hs256)]).also_for("hub/here");
    let there = verifier([hs(Algorithm::Hs256)]).also_for("hub/there");
    assert_eq!([&here, &there].map(|each| each.verify(&signed(&common)).map(drop)), [Ok(()), Ok(())]);
    let own = signed(&common.for_audience("hub/here"));
    assert_eq!(here.verify(&own).map(drop), Ok(()));
    assert_eq!(there.verify(&own), Err(TokenError::WrongAudience));
    assert_eq!(verifier([hs(Algorithm::Hs256)]).verify(&own), Err(TokenError::WrongAudience));
}

#[test]
fn time_is_checked() {
    let now = now();
    let verdict = |changes: Value| judged(&changes).map(drop);
    assert_eq!(verdict(json!({ "exp": now })), Err(TokenError::Expired));
    assert_eq!(verdict(json!({ "exp": now - 1 })), Err(TokenError::Expired));
    assert_eq!(verdict(json!({ "exp": now as f64 + 30.5 })), Ok(()));
    assert_eq!(verdict(json!({ "nbf": now + 10 })), Ok(()));
    assert_eq!(verdict(json!({ "nbf": now + 60 })), Err(TokenError::NotYet));
    assert_eq!(verdict(json!({ "iat": now + 10 })), Ok(()));
    assert_eq!(verdict(json!({ "iat": now + 60 })), Err(TokenError::NotYet));
    assert_eq!(judged(&json!({ "iat": null })).map(|user| user.issued_at), Ok(None));
}

#[test]
fn what_is_changed_after_signing_is_found_out() {
    for (signing, key) in pairs() {
        let verifier = verifier([key]);
        let text = sign(signing);
        let bytes = text.as_bytes();
        for at in (0..bytes.len()).step_by(7) {
            let mut changed = bytes.to_vec();
            changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(changed).expect("ASCII");
            let verdict = verifier.verify(&token(&changed));
            // The last digit of a part can have bits that mean nothing.
            assert!(verdict.is_err() || at + 1 == bytes.len(), "{at}");
        }
        assert!(verifier.verify(&token(&text[..text.len() - 4])).is_err());
    }
}

#[test]
fn large_and_broken_tokens_cost_nothing() {
    let verifier = verifier([hs(Algorithm::Hs256)]);
    let large = forged(&json!({ "alg": "HS256" }), &claims(&json!({ "name": "x".repeat(MOST_BYTES) })));
    assert_eq!(verifier.verify(&large), Err(TokenError::TooLarge));
    for text in
        ["a", "a.b", "..", "a.b.c", "a.b.c.d", "e30.e30.e30", "💥.💥.💥", "eyJhbGciOiJIUzI1NiJ9..", "W10.e30.AA"]
    {
        let verdict = verifier.verify(&token(text));
        assert!(matches!(verdict, Err(TokenError::Malformed | TokenError::WrongSignature)), "{text}: {verdict:?}");
    }
}

#[test]
fn nothing_of_a_token_or_key_is_printed() {
    let text = sign(SigningKey::secret(Algorithm::Hs256, SECRET).expect("a long secret"));
    let key = hs(Algorithm::Hs256).named("2026");
    let signing = SigningKey::secret(Algorithm::Hs256, SECRET).expect("a long secret");
    let printed = format!(
        "{:?} {:?} {:?} {:?}",
        token(&text),
        verifier([key]),
        Signer::new(signing, "issuer", "hub"),
        verifier([]).verify(&token(&text)).map_err(|error| error.to_string()),
    );
    assert!(printed.contains("2026"), "{printed}");
    let secret = format!("{SECRET:?}");
    for part in text.split('.').chain(["a secret of the tests", &secret[1..40]]) {
        assert!(!printed.contains(part), "{printed}");
    }
}

#[test]
fn bad_keys_are_refused_with_a_way_out() {
    let error = Key::secret(Algorithm::Hs512, &[0; 63]).expect_err("too short");
    assert_eq!(error.to_string(), "the secret is too short for HS512: give at least 64 random bytes");
    let error = Key::public(Algorithm::Rs256, pem!("ec_one.public")).expect_err("another kind");
    assert_eq!(error.to_string(), "no key for RS256 in PEM");
    assert!(Key::public(Algorithm::Es256, "").is_err());
    assert_eq!(Key::secret(Algorithm::Rs256, SECRET).map(drop), Err(KeyError::WrongKind(Algorithm::Rs256)));
    assert_eq!(
        Key::public(Algorithm::Hs256, pem!("rsa_one.public")).map(drop),
        Err(KeyError::WrongKind(Algorithm::Hs256))
    );
    assert_eq!(SigningKey::secret(Algorithm::EdDsa, SECRET).map(drop), Err(KeyError::WrongKind(Algorithm::EdDsa)));
    assert!(SigningKey::private(Algorithm::Es256, pem!("rsa_one.private")).is_err());
}

#[test]
fn a_header_says_its_algorithm_once() {
    let part = |text: &str| URL_SAFE_NO_PAD.encode(text);
    let text = format!("{}.{}.AAAA", part(r#"{"alg":"HS256","alg":"none"}"#), part("{}"));
    assert_eq!(verifier([hs(Algorithm::Hs256)]).verify(&token(&text)), Err(TokenError::Malformed));
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(1), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn garbage_is_no_token(text in "[A-Za-z0-9_.=-]{1,80}|\\PC{1,40}") {
        if let Some(token) = Token::of(&text) {
            prop_assert!(verifier([hs(Algorithm::Hs256)]).verify(&token).is_err());
        }
    }
}
