//! Whether a case has played enough.

use stage::Verdict;

/// A verdict needs no more processes than this.
pub(crate) const ROUNDS_FOR_A_VERDICT: u32 = 2;

/// Whether a further round of a case is not worth its time.
///
/// A case that halts plays all the rounds that were `asked` for. Any other verdict, or none at all, is as
/// certain after two rounds as after many. The figures don't matter: stopping once an interval is narrow
/// would select the runs whose interval happens to be narrow, and it would then cover less than it claims.
pub(crate) fn is_settled(verdict: Option<Verdict>, played: u32, asked: u32) -> bool {
    let enough = if verdict.is_some_and(Verdict::has_halted) { asked } else { 0 };
    played >= enough.max(ROUNDS_FOR_A_VERDICT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_halts_plays_what_was_asked_and_anything_else_two_rounds() {
        for (verdict, played, asked, settled) in [
            (None, 0, 20, false),
            (None, 1, 20, false),
            (None, 2, 20, true),
            (Some(Verdict::Hung), 1, 20, false),
            (Some(Verdict::Hung), 2, 20, true),
            (Some(Verdict::StillStanding), 2, 20, true),
            (Some(Verdict::NeverStarted), 20, 20, true),
            (Some(Verdict::Stopped), 3, 20, false),
            (Some(Verdict::Stopped), 19, 20, false),
            (Some(Verdict::Stopped), 20, 20, true),
            (Some(Verdict::Killed), 19, 20, false),
            (Some(Verdict::Killed), 21, 20, true),
            (Some(Verdict::Stopped), 1, 1, false),
            (Some(Verdict::Stopped), 2, 1, true),
        ] {
            assert_eq!(is_settled(verdict, played, asked), settled, "{verdict:?} {played} {asked}");
        }
    }
}
