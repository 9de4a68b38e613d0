"""What renewing a credential takes, in a sentence for people."""

from collections.abc import Iterator, Sequence

from cairn_learners.domain.renewal_terms import (
    CategoryRule,
    CreditRule,
    RenewalKind,
    RenewalOption,
    amount_in_words,
)


def what_renewing_takes(options: Sequence[RenewalOption]) -> str:
    """`Renewing it takes 60 PDU in the cycle and the fee; or an exam passed in the cycle.`"""
    return f"Renewing it takes {'; or '.join(_way(each) for each in options)}."


def _way(option: RenewalOption) -> str:
    asked = [_main(option)]
    if option.needs_fee:
        asked.append("the fee")
    if option.needs_attestation:
        asked.append("an attestation")
    said = asked[0] if len(asked) == 1 else f"{', '.join(asked[:-1])} and {asked[-1]}"
    details = list(_details(option))
    return f"{said} ({', '.join(details)})" if details else said


def _main(option: RenewalOption) -> str:
    match option.kind:
        case RenewalKind.CREDITS if option.credits:
            return _credits(option.credits)
        case RenewalKind.CREDENTIAL:
            return f"the credential {' or '.join(sorted(option.credential_ids))}, achieved in the cycle"
        case RenewalKind.PATH:
            return f"every step of the path {option.path_id}, achieved anew in the cycle"
        case RenewalKind.ASSESSMENT:
            return "an assessment passed in the cycle"
        case _:
            return "an exam passed in the cycle"


def _credits(rule: CreditRule) -> str:
    unit = rule.unit.value.upper()
    limits = [limit for each in rule.categories for limit in _limits(each)]
    if rule.carry_over:
        limits.append(f"up to {amount_in_words(rule.carry_over)} of what is left over are carried over")
    details = f" ({', '.join(limits)})" if limits else ""
    return f"{amount_in_words(rule.amount)} {unit} in the cycle{details}"


def _limits(rule: CategoryRule) -> Iterator[str]:
    if rule.minimum:
        yield f"at least {amount_in_words(rule.minimum)} in {rule.category}"
    if rule.cap is not None:
        yield f"at most {amount_in_words(rule.cap)} in {rule.category} count"


def _details(option: RenewalOption) -> Iterator[str]:
    if option.extends:
        yield f"which extends it by {option.extends.in_words}"
    if option.refused_when_late:
        yield "not after the grace"
