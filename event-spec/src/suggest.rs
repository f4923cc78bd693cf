//! The name that was probably meant.

/// The candidate nearest to `written`, if any is near enough to be worth naming: at most a third of its characters
/// differ (Damerau-Levenshtein; one of two will do), or it has the same words in another order or case.
pub fn nearest<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    near(written, candidates).min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate)
}

/// A name that was meant in place of another: perhaps, or beyond doubt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Near {
    /// The name.
    pub name: String,
    /// Whether it can be written there without asking.
    pub certain: bool,
}

impl Near {
    /// Not beyond doubt, where that holds for its name.
    #[must_use]
    pub fn unless(mut self, doubtful: impl FnOnce(&str) -> bool) -> Self {
        self.certain = self.certain && !doubtful(&self.name);
        self
    }
}

/// The word of a fixed set that was meant. What is not in the set is wrong, so the nearest word is meant beyond doubt
/// where no other is as near.
pub fn word<'a>(written: &str, words: impl IntoIterator<Item = &'a str>) -> Option<Near> {
    meant(written, words, |_, _| true)
}

/// The name that was meant among those that an author chose. Two of them may well differ in two letters (`seen`, `sent`),
/// so one is meant beyond doubt where it has the same words, or differs in one letter of several; and where no other is
/// as near.
pub fn name<'a>(written: &str, names: impl IntoIterator<Item = &'a str>) -> Option<Near> {
    // `rom` is a slip for `room`, and `low` none for `now`.
    const SEVERAL: usize = 7;
    meant(written, names, |distance, name| {
        distance == 0 || distance == 1 && written.chars().count() + name.chars().count() >= SEVERAL
    })
}

fn meant<'a>(
    written: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    certain: impl FnOnce(usize, &str) -> bool,
) -> Option<Near> {
    let near: Vec<_> = near(written, candidates).collect();
    let (distance, name) = near.iter().copied().min_by_key(|(distance, _)| *distance)?;
    let alone = near.iter().all(|(other, candidate)| *other > distance || *candidate == name);
    Some(Near { name: name.to_owned(), certain: alone && certain(distance, name) })
}

/// The candidates that are near enough, each with its distance.
fn near<'a>(written: &str, candidates: impl IntoIterator<Item = &'a str>) -> impl Iterator<Item = (usize, &'a str)> {
    let letters = letters(written);
    let mut words = crate::words::split(written);
    words.sort_unstable();
    let length = written.chars().count();
    let allowed = (length / 3).clamp(1, 4).min(length / 2);
    candidates
        .into_iter()
        // An edit changes at most two letters: most candidates are ruled out without being compared.
        .filter(move |candidate| written.len() <= LONG && !candidate.is_empty() && candidate.len() <= LONG)
        .filter(move |candidate| (self::letters(candidate) ^ letters).count_ones() as usize <= 2 * allowed)
        .filter_map(move |candidate| {
            let mut theirs = crate::words::split(candidate);
            theirs.sort_unstable();
            let distance =
                if theirs == words && !words.is_empty() { 0 } else { strsim::damerau_levenshtein(written, candidate) };
            (distance <= allowed).then_some((distance, candidate))
        })
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

    #[test]
    fn what_is_beyond_doubt_has_no_rival() {
        let certain = |near: Option<Near>| near.map(|near| near.certain);
        assert_eq!(certain(word("direcion", ["direction", "description"])), Some(true));
        assert_eq!(certain(word("propertys", ["properties"])), Some(true));
        assert_eq!(certain(word("bath", ["bash", "batch"])), Some(false));
        assert_eq!(certain(name("message.send", ["message.sent"])), Some(true));
        assert_eq!(certain(name("message.seen", ["message.sent"])), Some(false));
        assert_eq!(certain(name("userId", ["user_id", "user"])), Some(true));
        assert_eq!(certain(name("rom", ["room"])), Some(true));
        assert_eq!(certain(name("low", ["now"])), Some(false));
        assert_eq!(certain(name("ids", ["id"])), Some(false));
        assert_eq!(certain(name("rooms", ["room", "roams"])), Some(false));
        assert_eq!(certain(name("rooms", ["room", "room"])), Some(true));
    }
}
