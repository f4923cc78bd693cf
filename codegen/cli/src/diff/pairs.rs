//! Which old catalogue became which new one.

use crate::diff::Version;

/// The pairs of two sides: the new ones in their order, then those that are gone. Catalogues are matched by their names, those
/// that stayed in their place first; then by their place, where the name itself was changed.
pub fn pair(old: Vec<Version>, new: Vec<Version>) -> Vec<(Option<Version>, Option<Version>)> {
    let mut old: Vec<Option<Version>> = old.into_iter().map(Some).collect();
    let mut heirs: Vec<Option<Version>> = (0..new.len()).map(|_| None).collect();
    let rules: [fn(&Version, &Version) -> bool; 3] =
        [|old, new| same_name(old, new) && old.way == new.way, same_name, |old, new| old.way == new.way];
    for fits in rules {
        for (new, heir) in new.iter().zip(&mut heirs).filter(|(_, heir)| heir.is_none()) {
            let found = old.iter_mut().find(|old| old.as_ref().is_some_and(|old| fits(old, new)));
            *heir = found.and_then(Option::take);
        }
    }
    let kept = heirs.into_iter().zip(new.into_iter().map(Some));
    kept.chain(old.into_iter().filter(Option::is_some).map(|gone| (gone, None))).collect()
}

fn same_name(old: &Version, new: &Version) -> bool {
    old.catalogue.name.value == new.catalogue.name.value
}
