//! A rule's page, read.

/// A page: `# id`, words, `## Why`, words, then `## Bad` and `## Good` with at least one example each.
pub struct Page {
    /// The rule's id.
    pub title: String,
    /// Catalogues with their findings.
    pub bad: Vec<Case>,
    /// Catalogues without.
    pub good: Vec<Case>,
}

/// An example.
pub struct Case {
    /// The line of its first block.
    pub line: usize,
    /// Path and text of each file; the first is the entry.
    pub files: Vec<(String, String)>,
    /// The findings that the page shows.
    pub expected: String,
}

impl Case {
    /// The block of findings as a page writes it.
    pub fn block(&self, findings: &str) -> String {
        format!("```console\n{findings}```\n")
    }
}

/// A fenced block: its line, the words after the fence, its text.
struct Block {
    line: usize,
    info: String,
    text: String,
}

impl Page {
    /// Reads a page. A `yaml` or `json` block is a file: the entry, or the one that the block's second word names. A block
    /// without a name, or named `old/catalogue.yaml`, begins an example; a `console` block ends a bad one.
    pub fn parse(text: &str) -> Result<Self, String> {
        let title = text.lines().next().and_then(|line| line.strip_prefix("# ")).ok_or("no title")?.to_owned();
        let part = |name: &str| {
            let from = text.find(&format!("\n## {name}\n")).ok_or(format!("no part `## {name}`"))? + 1;
            let length = text[from + 3..].find("\n## ").map_or(text.len() - from, |at| at + 4);
            Ok::<_, String>((text[..from].lines().count(), &text[from..from + length]))
        };
        let (_, why) = part("Why")?;
        if why.lines().skip(1).all(|line| line.trim().is_empty()) {
            return Err("`## Why` says nothing".to_owned());
        }
        let (line, bad) = part("Bad")?;
        let bad = cases(line, bad)?;
        let (line, good) = part("Good")?;
        let good = cases(line, good)?;
        if bad.is_empty() || good.is_empty() {
            return Err("no example".to_owned());
        }
        Ok(Self { title, bad, good })
    }
}

fn cases(first: usize, part: &str) -> Result<Vec<Case>, String> {
    let mut cases: Vec<Case> = Vec::new();
    for block in blocks(first, part)? {
        let mut words = block.info.split(' ');
        let kind = words.next().unwrap_or_default();
        let name = words.next();
        match kind {
            "yaml" | "json" => {
                let path = name.map_or_else(|| format!("catalogue.{kind}"), str::to_owned);
                if name.is_none() || path == "old/catalogue.yaml" || cases.is_empty() {
                    cases.push(Case { line: block.line, files: Vec::new(), expected: String::new() });
                }
                let case = cases.last_mut().ok_or("no example")?;
                case.files.push((path, block.text));
            }
            "console" => {
                let case = cases.last_mut().ok_or("findings without a catalogue")?;
                case.expected = block.text;
            }
            _ => {}
        }
    }
    Ok(cases)
}

fn blocks(first: usize, part: &str) -> Result<Vec<Block>, String> {
    let mut blocks = Vec::new();
    let mut open: Option<Block> = None;
    for (at, line) in part.lines().enumerate() {
        match (line.strip_prefix("```"), open.take()) {
            (Some(""), Some(block)) => blocks.push(block),
            (Some(info), None) => {
                open = Some(Block { line: first + at + 1, info: info.to_owned(), text: String::new() });
            }
            (_, Some(mut block)) => {
                block.text.push_str(line);
                block.text.push('\n');
                open = Some(block);
            }
            (None, None) => {}
        }
    }
    if open.is_some() { Err("a block without an end".to_owned()) } else { Ok(blocks) }
}
