//! Means and spreads, and how they are printed.

/// Mean and standard deviation (of a sample, so none of one value) of a measure; `None` of no values.
pub fn mean_and_spread(values: &[f64]) -> Option<(f64, Option<f64>)> {
    let n = values.len() as f64;
    if values.is_empty() {
        return None;
    }
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean) * (v - mean)).sum();
    Some((mean, (values.len() > 1).then(|| (squares / (n - 1.0)).sqrt())))
}

/// The mean; `None` of no values.
pub fn mean(values: &[f64]) -> Option<f64> {
    mean_and_spread(values).map(|(mean, _)| mean)
}

/// A fraction as the tables print it: `.987`, `1.000`.
pub fn fraction(value: f64) -> String {
    let text = format!("{value:.3}");
    text.strip_prefix('0').map_or(text.clone(), str::to_owned)
}

/// Mean and spread of fractions: `.987 ± .004`.
pub fn fractions(values: &[f64]) -> String {
    match mean_and_spread(values) {
        None => "-".into(),
        Some((mean, None)) => fraction(mean),
        Some((mean, Some(spread))) => format!("{} ± {}", fraction(mean), fraction(spread)),
    }
}

/// Mean and spread of seconds with three digits that count.
pub fn seconds(values: &[f64]) -> String {
    match mean_and_spread(values) {
        None => "-".into(),
        Some((mean, None)) => short(mean),
        Some((mean, Some(spread))) => format!("{} ± {}", short(mean), short(spread)),
    }
}

/// A positive number with about three digits.
pub fn short(value: f64) -> String {
    match value {
        v if v >= 100.0 => format!("{v:.0}"),
        v if v >= 10.0 => format!("{v:.1}"),
        v if v >= 1.0 => format!("{v:.2}"),
        v => format!("{v:.3}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_and_spreads() {
        assert_eq!(mean_and_spread(&[]), None);
        assert_eq!(mean_and_spread(&[0.5]), Some((0.5, None)));
        assert_eq!(mean_and_spread(&[1.0, 3.0]), Some((2.0, Some(2.0_f64.sqrt()))));
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!((fraction(0.9874), fraction(1.0)), (".987".into(), "1.000".into()));
        assert_eq!(fractions(&[0.98, 1.0]), ".990 ± .014");
        assert_eq!((fractions(&[]), fractions(&[0.5])), ("-".into(), ".500".into()));
        assert_eq!([0.01234, 1.2345, 12.345, 1234.5].map(short), ["0.012", "1.23", "12.3", "1234"]);
        assert_eq!(seconds(&[1.0, 1.0]), "1.00 ± 0.000");
    }
}
