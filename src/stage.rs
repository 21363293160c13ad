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

            /// What every method of this stage is, in its own words, in the order of [`Self::NAMES`].
            #[must_use]
            pub fn about() -> Vec<(&'static str, $crate::stage::About)> {
                vec![
                    ($first_name, <$first_type as $crate::stage::Parameters>::ABOUT),
                    $(($variant_name, <$type as $crate::stage::Parameters>::ABOUT),)*
                ]
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

use crate::document::Fields;

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
