//! A Markdown document taken apart: what is to be written, what is to be run, and the rest as it stands.

/// A part of a document; put together again they give the document.
#[derive(Debug)]
pub enum Block<'a> {
    /// What is neither of the others, fences included.
    Text(&'a str),
    /// A fenced block whose first line names a file after the language.
    File {
        /// The file.
        path: &'a str,
        /// What the fences enclose.
        content: &'a str,
        /// The block with its fences.
        whole: &'a str,
    },
    /// A fenced block in the language `console`.
    Console {
        /// The line that opens it.
        open: &'a str,
        /// What stands after each `$ `.
        commands: Vec<&'a str>,
        /// The line that closes it.
        close: &'a str,
    },
}

/// The parts of a document, in order.
///
/// # Panics
/// When a fence stays open.
pub fn parse(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    let mut rest = text;
    while let Some(start) = fence(rest) {
        let (before, from_fence) = rest.split_at(start);
        let (open, body) = split_line(from_fence);
        let end = body.find("\n```\n").map(|end| end + 1).expect("every fence is closed");
        let (content, after) = body.split_at(end);
        let (close, after) = split_line(after);
        let whole = &from_fence[..open.len() + content.len() + close.len()];
        blocks.push(Block::Text(before));
        let mut words = open.trim_start_matches('`').split_whitespace();
        blocks.push(match (words.next(), words.next()) {
            (Some("console"), _) => {
                let commands = content.lines().filter_map(|line| line.strip_prefix("$ ")).collect();
                Block::Console { open, commands, close }
            }
            (Some(_), Some(path)) => Block::File { path, content, whole },
            _ => Block::Text(whole),
        });
        rest = after;
    }
    blocks.push(Block::Text(rest));
    blocks
}

/// The targets of links inside the repository, each with its line.
pub fn links(text: &str) -> Vec<(usize, String)> {
    let mut links = Vec::new();
    for (at, line) in prose_lines(text) {
        for after in line.split("](").skip(1) {
            let target = after.split(')').next().unwrap_or_default();
            if !target.contains("://") {
                links.push((at, target.to_owned()));
            }
        }
        for after in line.split("src=\"").skip(1).chain(line.split("srcset=\"").skip(1)) {
            links.push((at, after.split('"').next().unwrap_or_default().to_owned()));
        }
    }
    links
}

/// The anchors that GitHub gives to a document's headings.
pub fn anchors(text: &str) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    for (_, line) in prose_lines(text) {
        let heading = line.trim_start_matches('#');
        if heading.len() == line.len() || !heading.starts_with(' ') {
            continue;
        }
        let kept = heading.trim().chars().filter(|ch| ch.is_alphanumeric() || " -_".contains(*ch));
        let slug: String = kept.map(|ch| if ch == ' ' { '-' } else { ch }).flat_map(char::to_lowercase).collect();
        let numbered = (1..).map(|number| format!("{slug}-{number}"));
        let free = std::iter::once(slug.clone()).chain(numbered).find(|slug| !anchors.contains(slug));
        anchors.extend(free);
    }
    anchors
}

/// The lines outside of fenced blocks, numbered from 1.
fn prose_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut fenced = false;
    text.lines().enumerate().filter_map(move |(at, line)| {
        let is_fence = line.starts_with("```");
        fenced ^= is_fence;
        (!fenced && !is_fence).then_some((at + 1, line))
    })
}

/// Where the next fence opens.
fn fence(text: &str) -> Option<usize> {
    if text.starts_with("```") { Some(0) } else { text.find("\n```").map(|at| at + 1) }
}

fn split_line(text: &str) -> (&str, &str) {
    text.split_at(text.find('\n').map_or(text.len(), |end| end + 1))
}

/// What the fences of a language enclose, each block by itself.
pub fn fenced<'a>(text: &'a str, language: &'a str) -> impl Iterator<Item = &'a str> {
    parse(text).into_iter().filter_map(move |block| {
        let Block::Text(whole) = block else { return None };
        let (open, content) = split_line(whole.strip_prefix("```")?);
        (open.trim_end() == language).then(|| content.trim_end().trim_end_matches('`'))
    })
}
