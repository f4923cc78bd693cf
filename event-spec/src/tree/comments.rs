//! Comments of a YAML text.
//!
//! In: a text, and the word that a comment must begin with. Out: where such comments stand. A text without the word is
//! searched for it, and no more.

use std::ops::Range;

use granit_parser::Event;

use super::yaml;

/// The comments whose first word begins with `word`, from `#` to the end of the line, in their order. There are none in a
/// text that cannot be parsed: where its texts end, and comments begin, is not known.
pub fn beginning_with(text: &str, word: &str) -> Vec<Range<usize>> {
    let candidates: Vec<usize> = text.match_indices(word).filter_map(|(at, _)| hash_before(text, at)).collect();
    if candidates.is_empty() {
        return Vec::new();
    }
    let Some(scalars) = scalars(text) else { return Vec::new() };
    let comments = candidates.into_iter().filter(|at| comment_of_line(text, *at, &scalars) == Some(*at));
    comments.map(|at| at..at + line_length(&text[at..])).collect()
}

/// The `#` in front of an offset, with nothing but blanks between.
fn hash_before(text: &str, at: usize) -> Option<usize> {
    text[..at].trim_end_matches([' ', '\t']).strip_suffix('#').map(str::len)
}

/// Where the comment on the line of `at` begins.
fn comment_of_line(text: &str, at: usize, scalars: &[Range<usize>]) -> Option<usize> {
    let start = text[..at].rfind(['\n', '\r']).map_or(0, |end| end + 1);
    let end = at + line_length(&text[at..]);
    let hashes = text[start..end].match_indices('#').map(|(offset, _)| start + offset);
    // A `#` within a word begins no comment, and neither does one within a text.
    let mut comments = hashes.filter(|hash| {
        let before = text[start..*hash].trim_start_matches('\u{feff}');
        before.is_empty() || before.ends_with([' ', '\t'])
    });
    comments.find(|hash| !holds(scalars, *hash))
}

fn holds(ranges: &[Range<usize>], at: usize) -> bool {
    let next = ranges.partition_point(|range| range.end <= at);
    ranges.get(next).is_some_and(|range| range.start <= at)
}

fn line_length(text: &str) -> usize {
    text.find(['\n', '\r']).unwrap_or(text.len())
}

/// Where the scalars of a text stand, in their order; `None` where it is no YAML.
fn scalars(text: &str) -> Option<Vec<Range<usize>>> {
    let mut ranges = Vec::new();
    for event in yaml::parser(text) {
        let (event, place) = event.ok()?;
        if let Event::Scalar(..) = event {
            ranges.extend(place.byte_range().filter(|range| !range.is_empty()));
        }
    }
    Some(ranges)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        beginning_with(text, "mark").into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn comments_are_found_wherever_yaml_has_them() {
        assert_eq!(
            found("\u{feff}# mark 0\na: b # mark 1\n  #mark 2\nc: [1, # mark 3\n 2] #\tmark 4"),
            ["# mark 0", "# mark 1", "#mark 2", "# mark 3", "#\tmark 4"]
        );
        assert_eq!(
            found("a: | # mark 1\n  text\n# mark 2\nb: 'q' # mark 3\r\n? # mark 4\r\n  c\r\n"),
            ["# mark 1", "# mark 2", "# mark 3", "# mark 4"]
        );
    }

    #[test]
    fn texts_are_no_comments() {
        for text in [
            "a: 'b # mark'\n",
            "a: \"b\n  # mark\n  c\"\n",
            "a: |\n  # mark\n",
            "a: >-\n  b\n\n  # mark\n",
            "a: b# mark\n",
            "a: b#mark\n",
            "\"a # mark\": 1\n",
            "# words # mark\n",
            "# the mark\n",
            "{\"a\": \"# mark\"}",
        ] {
            assert_eq!(found(text), Vec::<&str>::new(), "{text}");
        }
    }

    #[test]
    fn a_text_that_is_no_yaml_has_none() {
        assert_eq!(found("# mark\na: 'b\n"), Vec::<&str>::new());
    }
}
