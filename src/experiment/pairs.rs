//! The keys and values of a link, before anything is made of them.

/// The keys and values that stand in a link (see [`super::Spec::parse`]), decoded, in its order.
pub fn pairs(link: &str) -> Vec<(String, String)> {
    form_urlencoded::parse(pairs_of(link).as_bytes())
        .map(|(key, value)| (key.trim().to_owned(), value.trim().to_owned()))
        .filter(|(key, value)| !(key.is_empty() && value.is_empty()))
        .collect()
}

/// The part of a link that holds the pairs.
fn pairs_of(link: &str) -> &str {
    let link = link.trim();
    let (before, fragment) = match link.split_once('#') {
        Some((before, fragment)) => (before, Some(fragment)),
        None => (link, None),
    };
    let query = before.split_once('?').map(|(_, query)| query);
    let pairs = match (fragment, query) {
        (Some(fragment), Some(query)) if !fragment.contains('=') => query,
        (Some(fragment), _) => fragment,
        (None, Some(query)) => query,
        (None, None) if before.contains("://") => "",
        (None, None) => before,
    };
    pairs.trim_start_matches(['#', '?', '/', '&'])
}
