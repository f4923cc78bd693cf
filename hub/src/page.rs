//! The tables of `docs/delivery.md`, for the tests that hold them to the code.

/// The rows of the table whose head begins with this cell; each row its cells.
pub(crate) fn table(head: &str) -> Vec<Vec<String>> {
    let page = include_str!("../../docs/delivery.md");
    let cells = |line: &str| -> Vec<String> {
        let inner = line.trim_start_matches("| ").trim_end_matches('|');
        inner.split('|').map(|cell| cell.trim().trim_matches('`').to_owned()).collect()
    };
    let begins = format!("| {head} |");
    page.lines()
        .skip_while(|line| !line.starts_with(&begins))
        .skip(2)
        .take_while(|line| line.starts_with('|'))
        .map(cells)
        .collect()
}
