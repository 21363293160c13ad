//! The weighted geometric mean.

use super::{Aggregate, Children, Missing};
use crate::error::{Code, Path, Problem};
use crate::framework::NodeId;
use crate::numeric::float::{exp, ln};
use crate::numeric::{Scale, is_missing};
use crate::stage::plain_method;

plain_method! {
    /// The weighted geometric mean: a low child can be made up for only in part.
    ///
    /// ```text
    /// y = exp(Σ wᵢ ln xᵢ / Σ wᵢ)   over the children present
    /// ```
    ///
    /// On the scale of its children, which must not reach below 0. A child at 0 makes the node 0, and the row says so. Missing
    /// values as [`Missing`] says; never zero. Ties: units with equal children are equal to the step that ranks are decided on.
    ///
    /// # Errors
    /// [`Code::GeometricNegativeScale`] when the scale starts below 0.
    ///
    /// # Reference
    /// OECD/JRC (2008), step 7; UNDP (2022), technical note 1.
    Geometric:
        "weighted geometric mean: a low child can be made up for only in part",
        "exp(Σ wᵢ ln xᵢ / Σ wᵢ)",
        "OECD/JRC (2008), step 7"
}

impl Aggregate for Geometric {
    fn aggregate(&self, children: &Children<'_>, out: &mut [f64], scratch: &mut [f64]) {
        out.fill(0.0);
        scratch.fill(0.0);
        for (weight, column) in children.weighted() {
            for ((sum, total), x) in out.iter_mut().zip(scratch.iter_mut()).zip(column) {
                if !is_missing(*x) {
                    // ln 0 = −∞, whose exponential is 0: the zero of a product.
                    *sum += weight * ln(*x);
                    *total += weight;
                } else if children.missing != Missing::Rescale {
                    *sum = *x;
                }
            }
        }
        for (sum, total) in out.iter_mut().zip(scratch.iter()) {
            *sum = exp(*sum / *total);
        }
    }

    fn adds_up(&self) -> bool {
        false
    }

    fn zero_decides(&self) -> bool {
        true
    }

    fn check(&self, node: &NodeId, scale: Scale, path: &Path) -> Option<Problem> {
        let problem =
            || Problem::new(Code::GeometricNegativeScale, path.clone()).arg("id", node).arg("lower", scale.lower);
        (scale.lower < 0.0).then(problem)
    }
}
