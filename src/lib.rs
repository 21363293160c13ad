//! Comity scores how effective defence partnerships are: a *study* goes in, a *scorecard* comes out, with ranks, what they
//! rest on, and what was done to get them. A score is evidence to argue over, never a causal effect.
//!
//! ```text
//!  StudyDocument ─────────────────────────────────┐
//!    framework   what is measured    (meaning)     │ open            ┌─ Scorecard   scores, ranks, contributions, coverage, notes
//!    dataset     what was observed   (cells)       ├────────► Study ─┼─ Trace       raw value → combined → normalised → weight
//!    method      how it is combined  (choices)     │ (all faults     │              → contribution → score, with sources
//!  ────────────────────────────────────────────────┘  at once)       ├─ Uncertainty  rank intervals, acceptability: what is not certain varies
//!                                                                    └─ Sensitivity  how far weights may move; what ranks depend on
//! ```
//!
//! [`csv`] makes a document of a table and a table of a document; [`uncertainty`] and [`sensitivity`] have their own pages.
//!
//! The stages follow the *Handbook on Constructing Composite Indicators* (OECD/JRC 2008), one folder a stage and one file a
//! method: [`combination`] → [`screening`] → [`normalisation`] → [`weighting`] → [`aggregation`] → [`ranking`].
//!
//! # Example
//!
//! Two partnerships, two indicators, numbers to check by hand. Exercises run from 0 to 10 a year, so 5 of them are 50 on the
//! scale of 0 to 100; disputes run from 0 to 4 and fewer are better, so 1 of them is 75. Exercises weigh three times as much:
//! Ada scores (3 × 50 + 1 × 75) / 4 = 56.25. Bel has no count of disputes: it is scored by its exercises alone, and says so.
//!
//! ```
//! use comity::{ScoreRequest, Study};
//!
//! let study = Study::open_json(r#"{
//!     "schema": 0, "id": "two", "title": "Two partnerships",
//!     "framework": {
//!         "dimensions": [{ "id": "all", "name": "Effectiveness" }],
//!         "indicators": [
//!             { "id": "exercises", "name": "Exercises", "parent": "all", "unitOfMeasure": "a year",
//!               "direction": "higher-is-better", "goalposts": { "lower": 0, "upper": 10, "basis": "judgement" } },
//!             { "id": "disputes", "name": "Disputes", "parent": "all", "unitOfMeasure": "a year",
//!               "direction": "lower-is-better", "goalposts": { "lower": 0, "upper": 4, "basis": "judgement" } }
//!         ]
//!     },
//!     "dataset": {
//!         "units": [{ "id": "ada", "name": "Ada" }, { "id": "bel", "name": "Bel" }],
//!         "periods": [2020],
//!         "indicators": [
//!             { "id": "exercises", "values": [5, 8] },
//!             { "id": "disputes", "values": [1, null] }
//!         ]
//!     },
//!     "method": { "nodes": [{ "id": "exercises", "weight": 3 }] }
//! }"#)?;
//!
//! let scorecard = study.score(&ScoreRequest::default())?;
//! let [first, second] = scorecard.units.as_slice() else { panic!("two units") };
//! assert_eq!((first.name.as_str(), first.score, first.rank), ("Bel", Some(80.0), Some(1)));
//! assert_eq!((second.name.as_str(), second.score, second.rank), ("Ada", Some(56.25), Some(2)));
//!
//! // Whatever the missing count was, Bel's score lies between (3 × 80 + 0) / 4 and (3 × 80 + 100) / 4.
//! let possible = first.possible.unwrap();
//! assert_eq!((possible.lower, possible.upper), (60.0, 85.0));
//! assert_eq!(first.notes[0].code().name(), "weights-rescaled");
//! # Ok::<(), comity::Error>(())
//! ```
//!
//! # Promises
//!
//! 1. **The same bits everywhere**: native, Node, browsers. `exp` and `ln` come through [`numeric::float`] only.
//! 2. **Ranks are decided on integers**: scores rounded to 10⁻¹¹ of the scale, so mathematical ties are ties.
//! 3. **Listing order changes nothing**: units, indicators and periods are sorted when a study opens.
//! 4. **No silent anything**: what is done to a value (a weight rescaled, a value clamped or aged) is among the notes.
//! 5. **Every number can be traced** to the raw value and its source, each number the very one that was used.
//! 6. **Every fault names its place**: all [`Problem`]s of a document at once, each with a stable code and a path.
//! 7. **The same answer however the work is split**: a block of 1,024 draws depends on seed and number alone, and what blocks came to
//!    is whole numbers, which add up in any order.
//! 8. **It never dies of its input**: no panics, ceilings on everything that is counted ([`limits`]).
//!
//! # Words
//!
//! | here | meaning | MCDA | COINr |
//! |---|---|---|---|
//! | study document, study | the JSON; the same, opened | problem | coin |
//! | unit | what is scored: a partnership | alternative | uCode |
//! | indicator | a leaf of the tree: one thing observed | criterion | iCode |
//! | dimension | an inner node: a named group | group | Parent |
//! | framework | the tree with its metadata | hierarchy | iMeta |
//! | period | when it was observed, a year | – | Time |
//! | observation | one cell's detail: source, note, range | performance | – |
//! | rubric | the ordered levels of a qualitative indicator | ordinal scale | – |
//! | direction | which way is better | benefit, cost | Direction |
//! | weight, effective weight | importance among siblings; product of shares down the path to the root | weight | `Weight`, `EffWeight` |
//!
//! # Why …
//!
//! **… fixed goalposts by default?** So that adding a partnership moves nobody else. Min–max over the units present is a choice,
//! and says that it is one.
//!
//! **… a logarithm for counts?** The thirteenth exercise is not worth the first.
//!
//! **… the arithmetic mean by default?** Its parts add up, so every score can be taken apart exactly. The geometric mean, per
//! node, is there for those who want low values to count for more.
//!
//! **… does screening count indicators, not weights?** So that moving a weight drops nobody from the ranking.
//!
//! **… must a window's own year be observed?** A mean of the three years to 2012 without 2012 is no statement about 2012; when
//! data end, the indicator ends with them instead of fading out over the window.

#![cfg_attr(
    not(all(feature = "analyses", feature = "tables")),
    allow(dead_code, reason = "some of what the smaller module leaves out is all that uses it")
)]

pub mod aggregation;
pub mod analysis;
#[cfg(target_arch = "wasm32")]
pub mod bindings;
pub mod combination;
#[cfg(feature = "tables")]
pub mod csv;
pub mod data;
pub mod document;
mod error;
pub mod explanation;
pub mod framework;
pub mod limits;
pub mod method;
pub mod normalisation;
pub mod ranking;
pub mod screening;
#[cfg(feature = "analyses")]
pub mod sensitivity;
pub mod stage;
pub mod study;
#[cfg(feature = "analyses")]
pub mod uncertainty;
pub mod weighting;

/// Numbers: loops over columns, the one door to exp and ln, sorting, the scale.
pub use comity_numeric as numeric;
pub use error::{Argument, Code, Error, Path, Problem, Segment, Severity};
pub use explanation::Trace;
pub use study::{Ranker, ScoreRequest, Scorecard, Study, StudyDocument, Weight};
