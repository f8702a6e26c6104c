//! Numbers for people to read.

/// A time that is given in ns, with two or three digits and its unit: `640 ns`, `5.1 µs`, `12 ms`.
#[must_use]
pub fn duration(ns: u64) -> String {
    let (value, unit) = scaled(ns);
    format!("{value} {unit}")
}

/// A range of times that are given in ns. If both ends have the same unit, it is written once: `4.9–12 µs`.
#[must_use]
pub fn duration_range(low: u64, high: u64) -> String {
    let ((first, first_unit), (last, unit)) = (scaled(low), scaled(high));
    if first_unit != unit {
        format!("{first} {first_unit}–{last} {unit}")
    } else if first == last {
        format!("{last} {unit}")
    } else {
        format!("{first}–{last} {unit}")
    }
}

fn scaled(ns: u64) -> (String, &'static str) {
    const UNITS: [(f64, &str); 4] = [(1e9, "s"), (1e6, "ms"), (1e3, "µs"), (1.0, "ns")];
    let ns = ns as f64;
    // 999.6 µs would be rounded to 1000 µs, so it is written as 1.0 ms.
    let (scale, unit) = UNITS.into_iter().find(|(scale, _)| ns >= 0.9995 * scale).unwrap_or((1.0, "ns"));
    let value = ns / scale;
    let text = if value < 9.95 && unit != "ns" { format!("{value:.1}") } else { format!("{value:.0}") };
    (text, unit)
}

/// Memory that is given in bytes, with its unit: `72 B`, `8.5 KiB`, `20 KiB`, `3.0 MiB`.
#[must_use]
pub fn memory(bytes: u64) -> String {
    const KIB: f64 = 1_024.0;
    match bytes as f64 {
        few if few < KIB => format!("{bytes} B"),
        bytes if bytes < 9.95 * KIB => format!("{:.1} KiB", bytes / KIB),
        bytes if bytes < KIB * KIB => format!("{:.0} KiB", bytes / KIB),
        bytes if bytes < KIB * KIB * KIB => format!("{:.1} MiB", bytes / KIB / KIB),
        bytes => format!("{:.1} GiB", bytes / KIB / KIB / KIB),
    }
}

/// A count with separated thousands: `31,204,112`.
#[must_use]
pub fn count(number: u64) -> String {
    let digits = number.to_string();
    let groups: Vec<&str> =
        digits.as_bytes().rchunks(3).rev().filter_map(|group| str::from_utf8(group).ok()).collect();
    groups.join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_two_or_three_digits_and_a_unit() {
        let written =
            [0, 640, 999, 1_000, 5_140, 9_960, 12_345, 999_700, 1_500_000, 2_000_000_000].map(duration);
        let expected =
            ["0 ns", "640 ns", "999 ns", "1.0 µs", "5.1 µs", "10 µs", "12 µs", "1.0 ms", "1.5 ms", "2.0 s"];
        assert_eq!(written, expected);
    }

    #[test]
    fn a_range_names_its_unit_once() {
        assert_eq!(duration_range(4_900, 12_000), "4.9–12 µs");
        assert_eq!(duration_range(640, 12_000), "640 ns–12 µs");
        assert_eq!(duration_range(12_000, 12_010), "12 µs");
    }

    #[test]
    fn counts_have_separated_thousands() {
        assert_eq!([0, 999, 1_000, 31_204_112].map(count), ["0", "999", "1,000", "31,204,112"]);
    }
}
