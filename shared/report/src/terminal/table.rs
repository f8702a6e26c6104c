//! Tables in the terminal: columns that are as wide as their content, without lines between them.

use console::{Alignment, measure_text_width, pad_str};

use super::style::bold;

/// Rows of cells, which may be styled and have several lines. A row may end before the last column.
pub struct Table {
    rows: Vec<Vec<String>>,
    right: Vec<usize>,
    gap: usize,
}

/// A table with these heads, as wide as its content. `right` has the columns of figures, which are aligned right.
pub fn table(heads: &[&str], right: &[usize]) -> Table {
    let heads = heads.iter().map(|head| bold(head)).collect();
    Table { rows: vec![heads], right: right.to_vec(), gap: 2 }
}

impl Table {
    /// The same with so many blanks between the columns.
    pub fn with_gap(self, gap: usize) -> Self {
        Self { gap, ..self }
    }

    /// Adds a row of cells.
    pub fn add_row(&mut self, cells: impl IntoIterator<Item = impl Into<String>>) {
        self.rows.push(cells.into_iter().map(Into::into).collect());
    }
}

/// The table's text, without blanks at the ends of its lines.
pub fn text(table: &Table) -> String {
    let mut widths = Vec::new();
    for (column, cell) in table.rows.iter().flat_map(|row| row.iter().enumerate()) {
        widths.resize(widths.len().max(column + 1), 0);
        widths[column] = cell.lines().map(measure_text_width).fold(widths[column], usize::max);
    }
    let padded = |column: usize, text| {
        let alignment = if table.right.contains(&column) { Alignment::Right } else { Alignment::Left };
        pad_str(text, widths[column], alignment, None)
    };
    let mut all = String::new();
    for row in &table.rows {
        let height = row.iter().map(|cell| cell.lines().count()).max().unwrap_or_default().max(1);
        for number in 0..height {
            let cells = row.iter().map(|cell| cell.lines().nth(number).unwrap_or_default());
            let line: Vec<_> = cells.enumerate().map(|(column, cell)| padded(column, cell)).collect();
            all += line.join(&" ".repeat(table.gap)).trim_end();
            all += "\n";
        }
    }
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::style::colour;
    use stage::Verdict;

    #[test]
    fn a_table_is_as_wide_as_its_content_whatever_its_colours() {
        let mut table = table(&["case", "p50", "lost"], &[1]).with_gap(1);
        table.add_row([
            colour(Some(Verdict::Hung)).force_styling(true).apply_to("µ").to_string(),
            "10".to_owned(),
        ]);
        table.add_row(["two\nlines", "9", "all"]);
        let shown = console::strip_ansi_codes(&text(&table)).into_owned();
        assert_eq!(shown, "case  p50 lost\nµ      10\ntwo     9 all\nlines\n");
    }
}
