//! Every ceiling, one constant each: checked before anything is allocated for what lies beyond it.

/// Bytes of a document's JSON text.
pub const DOCUMENT_BYTES: usize = 64 * 1024 * 1024;
/// Levels of nesting of a document: the format itself needs seven.
pub const DOCUMENT_DEPTH: usize = 12;
/// Values of any kind in a document.
pub const DOCUMENT_VALUES: usize = 6_000_000;
/// Units × indicators × periods.
pub const CELLS: usize = 4_000_000;
/// Dimensions and indicators together.
pub const NODES: usize = 2_000;
/// Levels of the framework's tree, root and indicators included.
pub const TREE_LEVELS: usize = 8;
/// Units: an index fits the 27 bits that a ranking key keeps for it.
pub const UNITS: usize = 1 << 20;
/// Characters of an id or a name.
pub const NAME_CHARACTERS: usize = 256;
/// Characters of any other text.
pub const TEXT_CHARACTERS: usize = 20_000;
/// Magnitude of a number: no observation is larger.
pub const MAGNITUDE: f64 = 1e30;
/// Width of a scale at least.
pub const SCALE_WIDTH: f64 = 1e-30;
/// Distance of a scale's ends from 0 at most, in widths: farther off, rounding would reach the steps that ranks are decided on.
pub const SCALE_DISTANCE: f64 = 1e3;
/// Problems listed of one document.
pub const PROBLEMS: usize = 1_000;
/// Years that a window may span.
pub const WINDOW_YEARS: u32 = 100;
/// Nodes × units × units whose swaps are worked out.
pub const COMPARISONS: usize = 100_000_000;
/// Swaps listed of one node.
pub const FLIPS: usize = 1_000;
/// Units up to which acceptability is worked out exactly: the work grows with the cube of them.
pub const EXACT_UNITS: usize = 64;
/// Draws of a simulation: counts of them fit 32 bits, and sums of their scores 64.
pub const DRAWS: u64 = crate::numeric::MOST_DRAWS - 1;
/// Blocks of base draws from which a sampling error is estimated at least.
pub const BLOCKS_FOR_ERROR: usize = 4;
/// Blocks of base draws of a sensitivity analysis at most.
pub const BLOCKS_OF_FACTORS: usize = 64;
/// Sums that a sensitivity analysis keeps: outputs × factors × blocks, or uncertain values × units × blocks.
pub const SUMS: u64 = 8_000_000;
/// Units × nodes × scorings of a sensitivity analysis.
pub const SCORINGS: u64 = 100_000_000_000;
/// Combinations of the method's alternatives that are listed; of more, a sample of as many.
pub const SPECIFICATIONS: usize = 4_096;
/// Variants of the method in a simulation.
pub const VARIANTS: usize = 512;
/// Variants of the method × cells of the study, since each variant holds its own.
pub const VARIANT_CELLS: usize = 20_000_000;
/// Units in a simulation: ranks and pairs are counted in tables of units × units.
pub const SIMULATED_UNITS: usize = 2_000;
/// Bytes of a table.
pub const TABLE_BYTES: usize = 64 * 1024 * 1024;
/// Columns of a table.
pub const TABLE_COLUMNS: usize = 4_096;
/// Cells of a table, headings, ids and empty ones among them.
pub const TABLE_CELLS: usize = 8_000_000;
/// Steepness of a value function at most: beyond it one step would hold all of the scale.
pub const STEEPNESS: f64 = 100.0;
/// Units × the indicators of one dimension, to the power of three, for which a normal distribution is fitted at most: its time.
pub const NORMAL_WORK: usize = 20_000_000;
/// Units × indicators among which the nearest units are looked for at most: its time grows with the square.
pub const NEAREST_CELLS: usize = 100_000;
/// Values that are winsorised at most: each step looks at all of them again.
pub const WINSORISED: i32 = 1_000;
/// Units of which each two are compared at most.
pub const COMPARED_UNITS: usize = 1_000;
/// Values of nodes that the split of one score is worked out from, over the levels of the tree that do not add up: the sets of twenty
/// children four times over.
pub const COALITIONS: usize = 1 << 22;
/// Statements of who is above whom that weights are sought for.
pub const STATEMENTS: usize = 256;
/// Edits of one what-if.
pub const EDITS: usize = 100_000;
/// Sets of steps that a search for the least change looks at before it says that it has not looked at all.
pub const CHANGES: usize = 1_000_000;
/// Units × nodes × candidates of which a search for the least change looks for a cheaper one.
pub const SEARCHED: usize = 20_000_000;
/// Indicators × indicators × units that an audit correlates.
pub const CORRELATIONS: usize = 200_000_000;

/// Methods that are compared at a time.
pub const COMPARED_METHODS: usize = 64;
