//! What a table is told and what it answers; `table.rs` draws it.

/// How wide a column is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Width {
    /// So many points.
    Fixed(f32),
    /// A part of what is left, but at least `min` points (three fifths of that in a window too
    /// narrow for all columns); parts go by `weight`.
    Share {
        /// The least width.
        min: f32,
        /// How much of the rest.
        weight: f32,
    },
}

/// A column of a table.
#[derive(Clone, Copy, Debug)]
pub struct Column<'a> {
    /// Its title; a line break in it makes the header higher.
    pub title: &'a str,
    /// Its width, padding included.
    pub width: Width,
    /// Numbers stand at the right.
    pub right: bool,
    /// A click on the title asks to sort by it.
    pub sortable: bool,
}

impl<'a> Column<'a> {
    /// A column of a fixed width.
    pub const fn fixed(title: &'a str, width: f32) -> Self {
        Self::new(title, Width::Fixed(width))
    }

    /// A column that shares the rest of the width.
    pub const fn share(title: &'a str, min: f32, weight: f32) -> Self {
        Self::new(title, Width::Share { min, weight })
    }

    const fn new(title: &'a str, width: Width) -> Self {
        Self {
            title,
            width,
            right: false,
            sortable: false,
        }
    }

    /// The same, with contents at the right.
    #[must_use]
    pub const fn right(mut self) -> Self {
        self.right = true;
        self
    }

    /// The same, sortable.
    #[must_use]
    pub const fn sortable(mut self) -> Self {
        self.sortable = true;
        self
    }
}

/// How high a table is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum TableHeight {
    /// All that is left of its place.
    Fill,
    /// As high as its rows: for short lists inside a card.
    Fit,
    /// So many points.
    Exactly(f32),
}

/// What a table shows; [`TableSpec::show`] draws it.
#[derive(Clone, Copy, Debug)]
pub struct TableSpec<'a> {
    /// Tells the tables of one screen apart.
    pub id: &'a str,
    /// What assistive technology calls the table.
    pub name: &'a str,
    /// The columns.
    pub columns: &'a [Column<'a>],
    /// How many rows there are.
    pub rows: usize,
    /// The height of every row: `theme.size.row` or `theme.size.row_two_lines`.
    pub row_height: f32,
    /// The selected row.
    pub selected: Option<usize>,
    /// By which column the rows are sorted, and whether ascending.
    pub sort: Option<(usize, bool)>,
    /// A row to bring into sight, this frame only.
    pub scroll_to: Option<usize>,
    /// The height of the table.
    pub height: TableHeight,
    /// A white card around it; without, it is meant to stand inside a card.
    pub framed: bool,
}

/// What was asked of a table in one frame.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct TableEvents {
    /// To select this row, by a click or a key.
    pub select: Option<usize>,
    /// To open this row, by a double click or Enter.
    pub open: Option<usize>,
    /// To sort by this column.
    pub sort_by: Option<usize>,
}

impl<'a> TableSpec<'a> {
    /// A framed table that fills its place, with rows of one line.
    pub fn new(id: &'a str, name: &'a str, columns: &'a [Column<'a>], rows: usize) -> Self {
        Self {
            id,
            name,
            columns,
            rows,
            row_height: 33.0,
            selected: None,
            sort: None,
            scroll_to: None,
            height: TableHeight::Fill,
            framed: true,
        }
    }

    /// The same without a frame and as high as its rows, for a short list inside a card.
    #[must_use]
    pub fn fitted(mut self) -> Self {
        self.framed = false;
        self.height = TableHeight::Fit;
        self
    }

    /// The same with a row selected.
    #[must_use]
    pub fn selected(mut self, row: Option<usize>) -> Self {
        self.selected = row;
        self
    }

    /// The same, sorted by a column.
    #[must_use]
    pub fn sorted(mut self, sort: Option<(usize, bool)>) -> Self {
        self.sort = sort;
        self
    }

    /// The same with rows of another height.
    #[must_use]
    pub fn row_height(mut self, points: f32) -> Self {
        self.row_height = points;
        self
    }
}

/// Shares `room` among the columns, in whole points. When there is too little, the sharing
/// columns give way first; after that the table scrolls sideways.
pub(super) fn widths(columns: &[Column<'_>], room: f32) -> Vec<f32> {
    let mut fixed = 0.0;
    let mut least = 0.0;
    let mut weights = 0.0;
    for column in columns {
        match column.width {
            Width::Fixed(points) => fixed += points,
            Width::Share { min, weight } => {
                least += min;
                weights += weight;
            }
        }
    }
    let rest = (room - fixed - least).max(0.0);
    let give = ((room - fixed) / f32::max(least, 1.0)).clamp(0.6, 1.0);
    let mut widths: Vec<f32> = columns
        .iter()
        .map(|column| match column.width {
            Width::Fixed(points) => points.floor(),
            Width::Share { min, weight } => (min * give + rest * weight / weights.max(0.01)).floor(),
        })
        .collect();
    // What rounding left over, and the rest when nothing shares it, goes to the last column.
    let used: f32 = widths.iter().sum();
    if let Some(last) = widths.last_mut() {
        *last += (room - used).max(0.0);
    }
    widths
}
