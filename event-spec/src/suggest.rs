//! The name that was probably meant.

/// The candidate nearest to `written`, if any is near enough to be worth naming: at most a third of its characters
/// differ (Damerau-Levenshtein; one of two will do), or it has the same words in another order or case.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if written.len() > LONG {
        return None;
    }
    let letters = letters(written);
    let mut words = crate::words::split(written);
    words.sort_unstable();
    let length = written.chars().count();
    let allowed = (length / 3).clamp(1, 4).min(length / 2);
    candidates
        .into_iter()
        // An edit changes at most two letters: most candidates are ruled out without being compared.
        .filter(|candidate| !candidate.is_empty() && candidate.len() <= LONG)
        .filter(|candidate| (self::letters(candidate) ^ letters).count_ones() as usize <= 2 * allowed)
        .filter_map(|candidate| {
            let mut theirs = crate::words::split(candidate);
            theirs.sort_unstable();
            let distance =
                if theirs == words && !words.is_empty() { 0 } else { strsim::damerau_levenshtein(written, candidate) };
            (distance <= allowed).then_some((distance, candidate))
        })
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, candidate)| candidate)
}

/// Nobody means a name longer than this, in bytes.
const LONG: usize = 200;

/// The letters and digits of a text, without regard to case, as a set of bits.
fn letters(text: &str) -> u64 {
    let letters = text.chars().filter(|ch| ch.is_alphanumeric());
    letters.flat_map(char::to_lowercase).fold(0, |set, ch| set | 1 << (u32::from(ch) % 64))
}

/// A help line for [`nearest`]: ``did you mean `x`?``
pub fn did_you_mean<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<String> {
    nearest(written, candidates).map(|candidate| format!("did you mean `{candidate}`?"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn near_names_are_suggested_and_far_ones_are_not() {
        let names = ["message.new", "message.read", "agent.typing"];
        assert_eq!(nearest("mesage.new", names), Some("message.new"));
        assert_eq!(nearest("new.message", names), Some("message.new"));
        assert_eq!(nearest("order.shipped", names), None);
        assert_eq!(nearest("_", ["", "-"]), None);
    }
}
