//! Every kind of problem in one table: stable name, severity, English wording.

use super::Severity;

macro_rules! codes {
    ($($(#[$doc:meta])* $variant:ident = $name:literal, $severity:ident, $template:literal;)+) => {
        /// The kind of a [`Problem`](super::Problem): a stable name that programs may rely on.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[$doc])* $variant,)+
        }

        impl Code {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The stable name, in kebab case.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// How much problems of this kind matter.
            #[must_use]
            pub fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)+ }
            }

            /// The English wording, with `{name}` where a particular goes.
            #[must_use]
            pub(crate) fn template(self) -> &'static str {
                match self { $(Self::$variant => $template,)+ }
            }
        }
    };
}

codes! {
    // -- reading
    /// The text is not JSON.
    JsonSyntax = "json-syntax", Error, "not JSON at line {line}, column {column}: {reason}";
    /// The value cannot be read as data at all.
    Unreadable = "unreadable", Error, "cannot be read as data: {reason}";
    /// Nested deeper than any document is.
    TooDeep = "too-deep", Error, "nested deeper than {limit} levels (or part of a cycle)";
    /// More bytes, values, cells or levels than the ceiling.
    TooLarge = "too-large", Error, "{what}: {found} is more than the ceiling of {limit}";
    /// More problems than are listed.
    MoreProblems = "more-problems", Error, "more than {limit} problems: the rest is not listed";
    /// Another kind of value than expected.
    WrongType = "wrong-type", Error, "found {found}, expected {expected}";
    /// A required field is absent.
    MissingKey = "missing-key", Error, "`{key}` is missing";
    /// A field that the format does not know.
    UnknownKey = "unknown-key", Error, "unknown key `{key}`, expected one of {expected}";
    /// A field given twice.
    DuplicateKey = "duplicate-key", Error, "key `{key}` is given twice";
    /// NaN or an infinity.
    NumberNotFinite = "number-not-finite", Error, "found {found}, expected a finite number (missing is `null`)";
    /// A magnitude that no observation has.
    NumberAbsurd = "number-absurd", Error, "found {found}, expected a magnitude of at most {limit}";
    /// A number with a fraction, or too large, where a whole number is needed.
    NumberNotWhole = "number-not-whole", Error, "found {found}, expected a whole number";
    /// A number outside its bounds.
    NumberOutOfRange = "number-out-of-range", Error, "found {found}, expected {expected}";
    /// A word that is none of the choices.
    UnknownChoice = "unknown-choice", Error, "found `{found}`, expected one of {expected}";
    /// An empty text or list.
    Empty = "empty", Error, "is empty";
    /// A text over the ceiling.
    TextTooLong = "text-too-long", Error, "has {found} characters, more than {limit}";
    /// An id with control characters or blank ends, or one that JavaScript objects cannot hold.
    IdUnusable = "id-unusable", Error, "`{id}` cannot be an id: {reason}";
    /// A schema version that this engine does not read.
    SchemaUnknown = "schema-unknown", Error, "schema {found} is not known, this engine reads {expected}";

    // -- framework
    /// The same id twice.
    DuplicateId = "duplicate-id", Error, "id `{id}` is used twice";
    /// A parent that is not a dimension.
    ParentUnknown = "parent-unknown", Error, "parent `{parent}` of `{id}` is not a dimension";
    /// A dimension that is its own ancestor.
    TreeCycle = "tree-cycle", Error, "dimension `{id}` is its own ancestor: {cycle}";
    /// No dimension without a parent.
    RootMissing = "root-missing", Error, "no dimension is the root: exactly one has no `parent`";
    /// Several dimensions without a parent.
    RootDuplicate = "root-duplicate", Error, "`{id}` has no `parent`, but `{root}` is the root already";
    /// A dimension without children.
    DimensionEmpty = "dimension-empty", Error, "dimension `{id}` has no indicators";
    /// Ends in the wrong order or equal.
    BoundsOrder = "bounds-order", Error, "lower end {lower} is not below upper end {upper}";
    /// A scale so narrow, for its distance from 0, that rounding would show.
    ScaleNarrow = "scale-narrow", Error, "a scale from {lower} to {upper} is too narrow: rounding would move scores along it";
    /// Ends between which every value is as good as another: a direction's range that covers them, say.
    BoundsFlat = "bounds-flat", Error, "`{indicator}`: no value from {lower} to {upper} is better than another";
    /// A reference to a source that is not listed.
    SourceUnknown = "source-unknown", Error, "source `{source}` is not listed in `framework.sources`";
    /// A rubric with fewer than two levels, or levels out of order.
    RubricLevels = "rubric-levels", Error, "a rubric has at least two levels in rising order";

    // -- dataset
    /// A reference to a unit that is not listed.
    UnitUnknown = "unit-unknown", Error, "unit `{unit}` is not listed in `dataset.units`";
    /// A reference to an indicator that the framework does not have.
    IndicatorUnknown = "indicator-unknown", Error, "indicator `{indicator}` is not in the framework";
    /// A reference to a period that is not listed.
    PeriodUnknown = "period-unknown", Error, "period {period} is not listed in `dataset.periods`";
    /// The same period twice.
    DuplicatePeriod = "duplicate-period", Error, "period {period} is listed twice";
    /// A column of the wrong length.
    ColumnLength = "column-length", Error, "column of `{indicator}` has {found} values, expected {expected} (units × periods)";
    /// The same cell's detail twice.
    DuplicateObservation = "duplicate-observation", Error, "the observation of `{unit}`, `{indicator}`, {period} is given twice";
    /// A detail of a cell that is missing.
    ObservationWithoutValue = "observation-without-value", Error, "`{unit}`, `{indicator}`, {period} has a detail but no value";
    /// A judgement of a cell that has a value, or judgements of the whole and of a member at once.
    CellGivenTwice = "cell-given-twice", Error, "`{unit}`, `{indicator}`, {period} has a value already: a cell is either a number, or judged as a whole, or member by member";
    /// A value in the detail of a cell.
    JudgementMisplaced = "judgement-misplaced", Error, "`{unit}`, `{indicator}`, {period}: a detail without rater or member has no value of its own";
    /// A member that the unit does not have in the period.
    MemberUnknown = "member-unknown", Error, "`{member}` is no member of `{unit}` in {period}";
    /// A value outside its own range.
    ValueOutsideRange = "value-outside-range", Error, "value {value} lies outside its range {lower} to {upper}";
    /// A value that is no level of its rubric.
    ValueNotALevel = "value-not-a-level", Error, "value {value} of `{unit}` in {period} is no level of the rubric of `{indicator}`";

    // -- method
    /// An override for a node that does not exist.
    NodeUnknown = "node-unknown", Error, "`{id}` is neither a dimension nor an indicator of the framework";
    /// A choice that this kind of node does not have.
    ChoiceMisplaced = "choice-misplaced", Error, "`{choice}` is a choice for {expected}, and `{id}` is none";
    /// Weights among siblings that are all zero.
    WeightsZero = "weights-zero", Error, "the weights of the children of `{id}` are all zero";
    /// A weight that is stated but not used.
    WeightUnused = "weight-unused", Error, "`{id}` has a weight, but the children of `{parent}` are weighted equally";
    /// A negative or non-finite weight.
    WeightUnusable = "weight-unusable", Error, "weight {weight} of `{id}` is not a finite number of at least 0";
    /// A share that cannot be had.
    ShareImpossible = "share-impossible", Error, "`{id}` cannot have a share of {share}: {reason}";
    /// A normalisation without the ends it needs.
    GoalpostsMissing = "goalposts-missing", Error, "`{indicator}` has no goalposts: the framework suggests none and the method gives none";
    /// A normalisation that needs a rubric.
    RubricMissing = "rubric-missing", Error, "`{indicator}` has no rubric";
    /// A logarithm of a number that has none.
    LogarithmImpossible = "logarithm-impossible", Error, "`{indicator}`: the logarithm of {value} + {offset} does not exist";
    /// A method on an indicator that it does not fit.
    MethodMisfit = "method-misfit", Error, "`{indicator}`: `{method}` needs {needs}";
    /// Points of a value function that do not rise.
    PointsUnusable = "points-unusable", Error, "{values} values and {places} places: a value function has as many of both, at least two, rising values and places that do not fall";
    /// Weights that a method cannot give: its judgements or its values are none that it can work with.
    WeightsImpossible = "weights-impossible", Error, "`{method}` gives no weights below `{id}`: {reason}";
    /// A value that cannot be divided, under a denomination that refuses it.
    DenominatorRefused = "denominator-refused", Error, "`{indicator}` of `{unit}` is divided by `{by}`, which is {found} in {period}";
    /// A ranking method that its values make impossible.
    RankingImpossible = "ranking-impossible", Error, "`{method}` cannot rank: {reason}";
    /// What reads the tree, of a study that is ranked without it.
    TreeNeeded = "tree-needed", Error, "`{method}` ranks without the tree, and {what} reads it";
    /// An analysis that a method of the tree does not allow.
    AnalysisImpossible = "analysis-impossible", Error, "`{id}` is joined by `{method}`, which {what} cannot be worked out for: {reason}";
    /// An aggregation that needs a scale from zero up, on one that goes below.
    AggregationNegativeScale = "aggregation-negative-scale", Error, "`{id}`: the aggregation `{method}` needs a scale that starts at 0 or above, found {lower}";
    /// A pair that is not of two children, or is there already.
    PairUnknown = "pair-unknown", Error, "`{first}` and `{second}` are not two children that are not a pair yet";
    /// A geometric mean on a scale that goes below zero.
    GeometricNegativeScale = "geometric-negative-scale", Error, "`{id}`: a geometric mean needs a scale that starts at 0 or above, found {lower}";
    /// A window that is not at least one year long, or needs more years than it has.
    WindowImpossible = "window-impossible", Error, "a window of {years} years of which at least {minimum} are observed is impossible";
    /// A missing value under a node that refuses them.
    MissingRefused = "missing-refused", Error, "`{child}` of `{unit}` is missing in {period}, and `{id}` refuses missing values";
    /// An array of the wrong length.
    ArrayLength = "array-length", Error, "`{array}` has {found} entries, expected {expected}";

    // -- uncertainty
    /// A law of weights that no weights follow.
    LawImpossible = "law-impossible", Error, "the weights under `{id}` cannot vary so: {reason}";

    /// A factor that a sensitivity analysis does not have.
    FactorUnknown = "factor-unknown", Error, "`{id}` is nothing that varies here: {expected} are";
    /// A shard or a partial of another study.
    StudyMismatch = "study-mismatch", Error, "made for the study {expected}, and this one is {found}";
    /// Partials of different simulations.
    PlanMismatch = "plan-mismatch", Error, "another simulation than the first: `{what}` differs";
    /// Blocks that no partial holds.
    ShardMissing = "shard-missing", Error, "the blocks from {from} to before {to} are missing";
    /// A block that two partials hold.
    ShardDuplicate = "shard-duplicate", Error, "block {block} is there twice";
    /// A shard or a partial that does not hold what it must.
    ShardBroken = "shard-broken", Error, "not what this engine wrote: {reason}";
    /// A stop rule for parts that do not know of each other.
    StopRuleSplit = "stop-rule-split", Error, "a simulation that is split over shards cannot stop early";
    // -- tables
    /// A table without headings, or without rows below them.
    CsvEmpty = "csv-empty", Error, "the table has no {what}: it needs a row of headings and rows of values below it";
    /// Bytes that are no text.
    CsvBinary = "csv-binary", Error, "this is no text: save the table as CSV in UTF-8";
    /// A quotation mark that nothing closes.
    CsvQuoteOpen = "csv-quote-open", Error, "a quotation mark opens a cell that never ends, so this row and all below are left out: close it, or double it inside a cell";
    /// A row with more cells than headings, or fewer.
    CsvRowLength = "csv-row-length", Error, "the row has {found} cells and the headings are {expected}: put cells that hold the delimiter between quotation marks, and leave none out";
    /// A heading that another column has.
    CsvHeaderDuplicate = "csv-header-duplicate", Error, "column {first} has the heading `{header}` too: rename one of them";
    /// Nothing says what the units, the periods or the values are.
    CsvColumnMissing = "csv-column-missing", Error, "no column says {role}: give a column of the mapping this role{or}";
    /// A heading that the mapping names and the table does not have.
    CsvColumnUnknown = "csv-column-unknown", Error, "the table has no column `{header}`";
    /// Two columns for what there is one of.
    CsvRoleDuplicate = "csv-role-duplicate", Error, "`{header}` cannot be {role} too: column {first} is";
    /// A cell that is no number.
    CsvNumber = "csv-number", Error, "`{value}` is not a number: write digits, with `{decimal}` before decimals, or nothing where nothing is known";
    /// A cell that is one of two numbers.
    CsvNumberAmbiguous = "csv-number-ambiguous", Error, "`{value}` may be {first} or {second}: say in the mapping what stands before decimals, or write it without marks between thousands";
    /// A cell that is no year.
    CsvPeriod = "csv-period", Error, "`{value}` is not a year: write a whole number such as 2010";
    /// A cell that is no direction.
    CsvDirection = "csv-direction", Error, "`{value}` is not a direction: write 1 where more is better and -1 where less is";
    /// A value that is of nothing.
    CsvKeyMissing = "csv-key-missing", Error, "the row has a value, but this cell does not say the {role} that it is of";
    /// A value given in two rows.
    CsvCellDuplicate = "csv-cell-duplicate", Error, "row {first} has a value of `{indicator}` for `{unit}` in {period} already: keep one of them";
    /// How the file's characters are written.
    CsvEncoding = "csv-encoding", Warning, "the file is read as {encoding}";
    /// What separates cells.
    CsvDelimiter = "csv-delimiter", Note, "cells are separated by {delimiter}";
    /// Wide or long.
    CsvLayout = "csv-layout", Note, "the table is read as {layout}";
    /// What a column is.
    CsvColumn = "csv-column", Note, "`{header}` is read as {role}, by its {reason}";
    /// A column that is not read.
    CsvColumnIgnored = "csv-column-ignored", Warning, "`{header}` is not read: {reason}";
    /// What stands before decimals.
    CsvDecimal = "csv-decimal", Note, "`{decimal}` is taken to stand before decimals; cells that can be read no other way: {count}";
    /// What stands before decimals, where nothing shows it.
    CsvDecimalAssumed = "csv-decimal-assumed", Warning, "`{decimal}` is taken to stand before decimals; cells that could mean thousands by it: {count}";
    /// Marks between thousands.
    CsvThousands = "csv-thousands", Note, "marks between thousands are taken off numbers such as `{value}`, in all {count}";
    /// Percent signs.
    CsvPercent = "csv-percent", Warning, "`{header}`: numbers with a percent sign: {count}, without: {without}; 45 % is read as 45";
    /// Words taken as missing.
    CsvMissingWords = "csv-missing-words", Note, "cells that hold a word for nothing are taken as missing, in all {count}: {words}";
    /// What the study did not have until now.
    CsvAdded = "csv-added", Warning, "new {what} in the study ({count}): {names}";
    /// What the study had and the table has not.
    CsvDropped = "csv-dropped", Warning, "{what} of the study until now that are not in the table ({count}): {names}";
    /// The year that the study showed, which the table has not.
    CsvPeriodDropped = "csv-period-dropped", Warning, "the study showed {period}, which is not in the table: it shows the table's last period";
    /// Two names of one unit.
    CsvNameDiffers = "csv-name-differs", Warning, "`{unit}` is called `{name}` above: that name is kept";
    /// Indicators of which nothing says which way is better.
    CsvDirectionAssumed = "csv-direction-assumed", Warning, "more is assumed to be better for these indicators ({count}): {names}";
    /// Scales from the data.
    CsvScaleAssumed = "csv-scale-assumed", Warning, "no goalposts are given, so each indicator runs from its lowest to its highest value: a unit more may move the others";
    /// A tree that nothing says.
    CsvTreeAssumed = "csv-tree-assumed", Warning, "dimensions made for the tree ({count}): {names}";
    /// A target of COINr.
    CsvTarget = "csv-target", Note, "targets are kept as the better goalpost, the worst value observed being the other; the method does not use them yet ({count}): {names}";

    // -- found by an audit
    /// Most units have one value, so it hardly tells them apart.
    IndicatorNearlyConstant = "indicator-nearly-constant", Warning, "`{indicator}` has one value for {number} of the units that have any: it hardly tells them apart (from {threshold})";
    /// Too few units have a value.
    IndicatorSparse = "indicator-sparse", Warning, "`{indicator}` is observed for {number} of the ranked units (below {threshold})";
    /// The distribution has outliers that the scale bends to.
    IndicatorOutlying = "indicator-outlying", Note, "`{indicator}` is skewed by {number} with a kurtosis of {kurtosis} (beyond {threshold} and {limit}): a few values stretch its scale";
    /// Two indicators say nearly the same.
    IndicatorsAlike = "indicators-alike", Warning, "`{a}` and `{b}` correlate by {number} (from {threshold}), {place}: what they share counts twice";
    /// Two indicators of one dimension pull against each other.
    IndicatorsOpposed = "indicators-opposed", Warning, "`{a}` and `{b}` of one dimension correlate by {number} (up to {threshold}): they cancel each other out";
    /// The children of a dimension do not measure one thing.
    DimensionIncoherent = "dimension-incoherent", Note, "the children of `{id}` have a Cronbach's alpha of {number} (below {threshold}): they do not measure one thing";
    /// The children of a dimension measure several things.
    DimensionSeveral = "dimension-several", Note, "the children of `{id}` have {number} principal components of an eigenvalue above {threshold}: they measure several things";
    /// Its share of the score's variance is far from its weight.
    WeightUnlike = "weight-unlike", Note, "`{indicator}` weighs {weight} and makes {number} of the variance of scores (a factor of more than {threshold} apart)";
    /// One indicator decides.
    IndicatorDominates = "indicator-dominates", Warning, "`{indicator}` makes {number} of the variance of scores (from {threshold}): it decides nearly alone";
    /// One indicator decides nothing.
    IndicatorIdle = "indicator-idle", Note, "`{indicator}` makes {number} of the variance of scores (below {threshold}): it decides nothing";
    /// Who is where depends on an indicator whose sign or attribution is disputed.
    ContestedPull = "contested-pull", Warning, "without the contested `{indicator}`, ranks move by up to {number} (`{unit}`; from {threshold})";
    /// A small change of one weight changes who is first.
    FirstFragile = "first-fragile", Warning, "`{unit}` is first, but not once the share of `{id}` moves by {number} (up to {threshold})";

    // -- said on the scorecard
    /// All units have one value on the scale, so it cannot tell them apart.
    IndicatorConstant = "indicator-constant", Warning, "`{indicator}` places every unit at {value} in {period}: it tells none apart";
    /// No unit has a value in this period.
    IndicatorAbsent = "indicator-absent", Warning, "`{indicator}` has no value in {period}";
    /// The period holds too few indicators to be ranked.
    PeriodNotRanked = "period-not-ranked", Warning, "{period} is not ranked: {observed} of {expected} indicators are observed, below the minimum share {minimum}";
    /// The unit has too few indicators to be ranked.
    UnitNotRanked = "unit-not-ranked", Warning, "`{unit}` is not ranked: {observed} of {expected} indicators are observed, below the minimum share {minimum}";
    /// The unit has no score because something it needs is missing.
    UnitNotScored = "unit-not-scored", Warning, "`{unit}` has no score: `{id}` is missing";
    /// Too few units have the indicator, or too many zeros.
    IndicatorScreened = "indicator-screened", Warning, "`{indicator}` is left out in {period}: {observed} of {expected} units have a value, {zeros} of them 0";
    /// Too many of the unit's values are zero.
    UnitMostlyZero = "unit-mostly-zero", Warning, "`{unit}` is not ranked: {zeros} of its {observed} values are 0, below the minimum share {minimum} that are not";
    /// A treatment that the values of an indicator do not allow.
    TreatmentImpossible = "treatment-impossible", Warning, "`{indicator}`: `{method}` needs values above 0, found {value}: all are left as they are";
    /// A normalisation that the values of an indicator do not allow.
    NormalisationImpossible = "normalisation-impossible", Warning, "`{indicator}`: `{method}` cannot divide by {value}: every unit gets the middle of the scale";
    /// The reference that others are measured by has no value.
    ReferenceMissing = "reference-missing", Warning, "`{indicator}`: the reference `{unit}` has no value in {period}, so nobody is placed";
    /// Ranks come from the values themselves, not from the tree.
    RankedWithoutTree = "ranked-without-tree", Warning, "ranked by `{method}` from the values themselves, on its own scale: dimensions, contributions and what missing values could make are not given";
    /// The unit lacks a value that the ranking method needs.
    UnitIncomplete = "unit-incomplete", Warning, "`{unit}` is not ranked: `{method}` needs every indicator, and {missing} is missing";
    /// Judgements of pairs that contradict each other more than is usually accepted.
    JudgementsContradict = "judgements-contradict", Warning, "the judgements contradict each other (consistency ratio {ratio}): `{first}` over `{second}` is judged {judged}, the others make it {implied}";
    /// Weights were computed from the values.
    WeightsFromData = "weights-from-data", Note, "the weights below `{id}` are computed from the values of {period} by `{method}`";
    /// A missing value was filled.
    ValueImputed = "value-imputed", Note, "`{indicator}` is missing and filled with {value}, by `{method}`";
    /// A value was divided.
    ValueDenominated = "value-denominated", Note, "`{indicator}`: {value} divided by `{by}` is {result}";
    /// A value could not be divided.
    DenominatorUnusable = "denominator-unusable", Note, "`{indicator}` is missing: `{by}`, which divides it, is {found}";
    /// A value was treated.
    ValueTreated = "value-treated", Note, "`{indicator}`: {value} is treated as {result}, by `{method}`";
    /// A value beyond an end of the scale counts as that end.
    ValueBeyondScale = "value-beyond-scale", Note, "`{indicator}`: {value} lies at {share} of the scale and counts as its nearer end";
    /// Too few children are there.
    ChildrenTooFew = "children-too-few", Note, "`{id}` is missing: {observed} of {expected} below it are there, below the minimum share {minimum}";
    /// Siblings' weights were rescaled over missing ones.
    WeightsRescaled = "weights-rescaled", Note, "{missing} missing under `{id}`: the weights of the others are rescaled, {share} of the node's weight is theirs";
    /// A value is older than the period.
    ValueAged = "value-aged", Note, "`{indicator}` is of {observed}, {age} years old";
    /// A window has gaps.
    WindowShort = "window-short", Note, "`{indicator}` rests on {observed} of {years} years";
    /// A value beyond an end of the scale was clamped.
    ValueClamped = "value-clamped", Note, "`{indicator}`: {value} lies beyond the goalposts {lower} to {upper} and counts as the nearer end";
    /// Too few years of a window are observed, or not the period's own.
    WindowUnmet = "window-unmet", Note, "`{indicator}` is missing: {observed} of the last {years} years are observed, too few or not the period's own";
    /// Members that belong to the partnership have no value.
    MembersMissing = "members-missing", Note, "`{indicator}` rests on {observed} of {expected} members in {period}: {missing} missing";
    /// Public opinion is to scale the score, and there is none.
    OpinionMissing = "opinion-missing", Note, "`{id}` is missing: the score is not scaled by public opinion";
    /// A zero makes a geometric mean zero.
    GeometricZero = "geometric-zero", Warning, "`{child}` is 0, so the geometric mean `{id}` is 0 whatever the others are";
    /// No contributions below a node that does not add up.
    ContributionsAbsent = "contributions-absent", Note, "`{id}` is a {method} mean: its parts do not add up, so no contributions are given below it";
}
