//! 提交资料: the papers that have to be handed in.

use domain::{application::Application, plan::Plan};

/// Asked for beside the plan's papers when someone on the roster is over age.
const OVER_AGE_PAPER: &str = "超龄未退休证明材料(盖章)";

/// The papers that have to come before the application is concluded (inventory APPL-3).
pub fn required_papers(plan: &Plan, application: &Application) -> Vec<String> {
    let over_age = (application.roster.over_age() > 0).then(|| OVER_AGE_PAPER.to_owned());
    let already = |paper: &String| plan.papers.contains(paper);
    let extra = over_age.filter(|paper| !already(paper));
    plan.papers.iter().cloned().chain(extra).collect()
}
