//! A self-check of two medians that should be equal.

use crate::self_check::SelfCheck;

/// Checks that the ratio of two medians, in ns, is at most `limit` and at least `1.0 / limit`.
pub(super) fn ratio_check(
    name: String,
    about: Vec<String>,
    limit: f64,
    (ours, theirs): (u64, u64),
) -> SelfCheck {
    let ratio = ours as f64 / theirs.max(1) as f64;
    let passed = ours > 0 && theirs > 0 && ratio <= limit && ratio >= 1.0 / limit;
    let asked = format!("a ratio from {:.2} to {limit:.2}", 1.0 / limit);
    let got = format!("{ratio:.3} ({ours} ns by the harness, {theirs} ns bare)");
    SelfCheck { name, asked, got, passed, about }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failed_check_casts_doubt_on_what_it_is_about() {
        let about = |passed| ratio_check("x".into(), vec!["a".into()], 1.25, (if passed { 1 } else { 2 }, 1));
        assert!(about(false).casts_doubt_on("a"));
        assert!(!about(false).casts_doubt_on("b") && !about(true).casts_doubt_on("a"));
    }
}
