"""Plans: the cheapest, or the quickest, set of credentials that covers the most of what a goal demands. docs/plans.md says how."""
