//! How a stage's enum is declared, so that a method is one file and one line.

/// Declares the enum of a stage: one variant a method, each a struct of its own file that implements the stage's contract.
///
/// The first variant is the default. In JSON a method is `{ "method": name, …parameters }`, or its name alone.
macro_rules! stage {
    (
        $(#[$doc:meta])*
        $name:ident: $contract:path {
            $first:ident($first_type:ty) = $first_name:literal
            $(, $variant:ident($type:ty) = $variant_name:literal)* $(,)?
        }
    ) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize)]
        #[serde(tag = "method")]
        #[non_exhaustive]
        pub enum $name {
            #[doc = concat!("`", $first_name, "`, the default: see its type.")]
            #[serde(rename = $first_name)]
            $first($first_type),
            $(
                #[doc = concat!("`", $variant_name, "`: see its type.")]
                #[serde(rename = $variant_name)]
                $variant($type),
            )*
        }

        impl $name {
            /// The names of all methods of this stage, as documents write them.
            pub const NAMES: &'static [&'static str] = &[$first_name $(, $variant_name)*];

            /// The name of this method, as documents write it.
            #[must_use]
            pub fn name(&self) -> &'static str {
                match self {
                    Self::$first(_) => $first_name,
                    $(Self::$variant(_) => $variant_name,)*
                }
            }

            /// What every method of this stage is, in its own words, and its parameters, in the order of [`Self::NAMES`].
            #[must_use]
            pub fn about() -> Vec<$crate::stage::Described> {
                let all = [
                    (Self::$first(Default::default()), <$first_type as $crate::stage::Parameters>::ABOUT),
                    $((Self::$variant(Default::default()), <$type as $crate::stage::Parameters>::ABOUT),)*
                ];
                let mut described = Vec::with_capacity(all.len());
                for (method, about) in all {
                    let parameters = $crate::stage::parameters(method.name(), &method);
                    described.push((method.name(), about, parameters));
                }
                described
            }

            /// The method behind its stage's contract.
            #[must_use]
            pub fn method(&self) -> &dyn $contract {
                match self {
                    Self::$first(method) => method,
                    $(Self::$variant(method) => method,)*
                }
            }
        }

        impl Default for $name {
            fn default() -> Self {
                Self::$first(Default::default())
            }
        }

        impl $crate::document::Decode for $name {
            fn decode(value: &$crate::document::Value, decoder: &mut $crate::document::Decoder) -> Self {
                decoder.method(value, Self::NAMES, |name, fields| match name {
                    $first_name => Some(Self::$first(<$first_type as $crate::stage::Parameters>::read(fields))),
                    $($variant_name => Some(Self::$variant(<$type as $crate::stage::Parameters>::read(fields))),)*
                    _ => None,
                })
            }
        }
    };
}
pub(crate) use stage;

use crate::document::{Asked, Decode, Decoder, Fields, Value, json};
use crate::limits;

/// What a method is, for people: said once, beside the method, and told by every door.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct About {
    /// One line.
    pub meaning: &'static str,
    /// As the literature writes it.
    pub formula: &'static str,
    /// Where it comes from.
    pub reference: &'static str,
}

/// A method's name, what it is, and its parameters.
pub type Described = (&'static str, About, Vec<Parameter>);

/// What a form must know of one parameter of a method.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct Parameter {
    /// Its key in a document.
    pub name: &'static str,
    /// What kind of value it is.
    pub kind: ParameterKind,
    /// Whether there is no method without it.
    pub required: bool,
    /// What it is where it is left out; for one that is required, a first proposal. None: nothing, or what no field of a form holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub default: Option<DefaultValue>,
    /// The lowest number that is taken; none: any.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lower: Option<f64>,
    /// The highest.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub upper: Option<f64>,
    /// The words to choose among.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<String>,
}

/// What kind of value a parameter is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ParameterKind {
    /// A number.
    Number,
    /// A whole number.
    Whole,
    /// Yes or no.
    Truth,
    /// One of its choices.
    Choice,
    /// A text.
    Text,
    /// The id of an indicator or a dimension.
    Node,
    /// The id of a unit.
    Unit,
    /// A list, or an object: as its type in a document says.
    Structure,
}

/// The default of a parameter that one field of a form holds.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
#[serde(untagged)]
pub enum DefaultValue {
    /// Of a number.
    Number(f64),
    /// Of yes or no.
    Truth(bool),
    /// Of a choice.
    Text(String),
}

/// The parameters of a method, as its own reading asks for them; `default` is the method as it is without any.
pub(crate) fn parameters<T: Decode + serde::Serialize>(name: &str, default: &T) -> Vec<Parameter> {
    // What serialises a default is JSON, and is read back.
    let text = json::to_text(default).unwrap_or_default();
    described(Decoder::asked::<T>(&Value::Text(name.to_owned())), &Value::parse(&text).unwrap_or(Value::Null))
}

fn described(all: Vec<Asked>, default: &Value) -> Vec<Parameter> {
    let fields = if let Value::Object(fields) = default { fields.as_slice() } else { &[] };
    let mut parameters = Vec::with_capacity(all.len());
    for asked in all {
        let kind = match asked.expected.as_str() {
            "a number" => ParameterKind::Number,
            "a whole number" => ParameterKind::Whole,
            "true or false" => ParameterKind::Truth,
            "a text" if !asked.words.is_empty() => ParameterKind::Choice,
            "a text" => ParameterKind::Text,
            "NodeId" => ParameterKind::Node,
            "UnitId" => ParameterKind::Unit,
            _ => ParameterKind::Structure,
        };
        let stated = fields.iter().find(|(key, _)| key == asked.key).map(|(_, value)| value);
        parameters.push(Parameter {
            name: asked.key,
            kind,
            required: asked.required,
            default: match stated {
                Some(Value::Number(number)) => Some(DefaultValue::Number(*number)),
                Some(Value::Bool(truth)) => Some(DefaultValue::Truth(*truth)),
                Some(Value::Text(text)) if !text.is_empty() => Some(DefaultValue::Text(text.clone())),
                _ => None,
            },
            lower: asked.within.map(|(lower, _)| lower).filter(|lower| *lower > -limits::MAGNITUDE),
            upper: asked.within.map(|(_, upper)| upper).filter(|upper| *upper < limits::MAGNITUDE),
            choices: asked.words,
        });
    }
    parameters
}

/// How a method's parameters are read from its fields, and what the method is.
pub trait Parameters: Default {
    /// What the method is.
    const ABOUT: About;

    /// Reads the parameters, recording every fault.
    fn read(fields: &mut Fields<'_, '_>) -> Self;
}

/// Declares a method without parameters: its name, then its meaning, formula and reference.
macro_rules! plain_method {
    ($(#[$doc:meta])* $name:ident: $meaning:literal, $formula:literal, $reference:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize)]
        pub struct $name {}

        impl $crate::stage::Parameters for $name {
            const ABOUT: $crate::stage::About =
                $crate::stage::About { meaning: $meaning, formula: $formula, reference: $reference };

            fn read(_: &mut $crate::document::Fields<'_, '_>) -> Self {
                Self {}
            }
        }
    };
}
pub(crate) use plain_method;
