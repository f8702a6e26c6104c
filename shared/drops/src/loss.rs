//! How much is lost, in words.

/// `1 byte`, `3 bytes`, `2 entries`.
pub(crate) fn plural(count: usize, unit: &str) -> String {
    if count == 1 {
        return format!("1 {unit}");
    }
    format!("{count} {}", many(unit))
}

/// What some of them lost: each with how many were lost, of how many that were given.
///
/// `up to 3 of 4 bytes`, `4 to 6 bytes`, `the frame`.
pub(crate) fn range(losses: &[(usize, usize)], unit: &str) -> String {
    let lost = losses.iter().map(|(lost, _)| *lost);
    let (least, most) = (lost.clone().min().unwrap_or(0), lost.max().unwrap_or(0));
    let given = losses.first().map(|(_, given)| *given).filter(|one| losses.iter().all(|(_, it)| it == one));
    if least == most {
        return the(most, given.unwrap_or(usize::MAX), unit);
    }
    let of = given.map(|given| format!(" of {given}")).unwrap_or_default();
    match (least, most, given) {
        (0, 1, Some(1)) => format!("sometimes the {unit}"),
        (0, 1, None) => format!("up to 1 {unit}"),
        (0, _, _) => format!("up to {most}{of} {}", many(unit)),
        _ => format!("{least} to {most}{of} {}", many(unit)),
    }
}

/// So many of them: `the frame`, `all 7 bytes`, `3 of 4 bytes`.
pub(crate) fn the(lost: usize, given: usize, unit: &str) -> String {
    match (lost, given) {
        (0, _) => "nothing".to_owned(),
        (1, 1) => format!("the {unit}"),
        (_, usize::MAX) => plural(lost, unit),
        _ if lost == given => format!("all {}", plural(lost, unit)),
        _ => format!("{lost} of {}", plural(given, unit)),
    }
}

fn many(unit: &str) -> String {
    let ends = |endings: &[&str]| endings.iter().any(|ending| unit.ends_with(ending));
    match unit.strip_suffix('y') {
        Some(stem) if !ends(&["ay", "ey", "oy", "uy"]) => format!("{stem}ies"),
        _ if ends(&["s", "x", "ch", "sh"]) => format!("{unit}es"),
        _ => format!("{unit}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::{plural, range};

    #[test]
    fn a_loss_is_said_as_narrowly_as_it_is_known() {
        for (losses, unit, said) in [
            (&[(0, 4), (1, 4), (3, 4)][..], "byte", "up to 3 of 4 bytes"),
            (&[(4, 5), (6, 7)], "byte", "4 to 6 bytes"),
            (&[(4, 7), (6, 7)], "byte", "4 to 6 of 7 bytes"),
            (&[(1, 1), (1, 1)], "frame", "the frame"),
            (&[(0, 1), (1, 1)], "frame", "sometimes the frame"),
            (&[(0, 2), (1, 3)], "frame", "up to 1 frame"),
            (&[(7, 7)], "byte", "all 7 bytes"),
            (&[(3, 3), (3, 7)], "byte", "3 bytes"),
            (&[(2, 4)], "entry", "2 of 4 entries"),
            (&[(0, 4)], "byte", "nothing"),
        ] {
            assert_eq!(range(losses, unit), said);
        }
        assert_eq!(plural(2, "batch"), "2 batches");
        assert_eq!(plural(2, "key"), "2 keys");
    }
}
