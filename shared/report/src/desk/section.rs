//! A section of the page that an editor adds: what was found elsewhere, and is no case of a run.

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Value, json};

use crate::prose::inline;

/// A section of the page. Its texts may have code, emphasis and addresses in them, as the comments of cases may.
#[derive(Debug, Clone)]
pub struct Section {
    /// The id of its head, by which an address leads to it.
    pub id: &'static str,
    /// Its head.
    pub title: &'static str,
    /// What it shows, in a sentence or two.
    pub lead: String,
    /// A picture: what it shows, and its SVG.
    pub picture: Option<(String, &'static str)>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// Where the rest of it is: what a link says, and its path from the root of the repository.
    pub more: (&'static str, &'static str),
}

/// A table of a section. The first field of a row names it.
#[derive(Debug, Clone)]
pub struct Table {
    /// What its rows have in common.
    pub caption: String,
    /// The names of its columns.
    pub head: Vec<String>,
    /// Its rows, each with as many fields as there are columns.
    pub rows: Vec<Vec<String>>,
    /// Whether its rows are hidden until a reader asks for them.
    pub is_folded: bool,
}

/// What the page's template shows of it.
pub(crate) fn shown(section: &Section) -> Value {
    let picture = section.picture.as_ref().map(|(title, svg)| {
        json!({"title": title, "src": format!("data:image/svg+xml;base64,{}", STANDARD.encode(svg))})
    });
    json!({
        "id": section.id,
        "title": section.title,
        "lead": inline(&section.lead),
        "picture": picture,
        "tables": section.tables.iter().map(table).collect::<Vec<_>>(),
        "more": section.more.0,
        "path": section.more.1,
    })
}

fn table(table: &Table) -> Value {
    let fields = |row: &Vec<String>| row.iter().map(|field| inline(field)).collect::<Vec<_>>();
    json!({
        "caption": inline(&table.caption),
        "head": table.head,
        "rows": table.rows.iter().map(fields).collect::<Vec<_>>(),
        "is_folded": table.is_folded,
    })
}
