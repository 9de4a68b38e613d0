"""The verbs that tasks begin with, in the manner of ESCO: manage, develop, analyse."""

from cairn_catalog.domain.job_ads.words import listed

_BASE = listed(
    """
    achieve acquire act adapt address adhere adjust administer adopt advance advise advocate align
    allocate analyse analyze answer anticipate apply appraise approve architect arrange articulate
    assemble assess assign assist assure attend attract audit author automate balance benchmark
    bring budget build calculate calibrate capture care carry champion check clarify clean coach
    code collaborate collect communicate compare compile complete comply compose compute conceive
    conceptualize conduct configure connect consolidate construct consult contribute control convert
    convey convince cook coordinate co-ordinate counsel craft create cultivate customise customize
    debug define delegate deliver demonstrate deploy derive design detect determine develop devise
    diagnose direct discover discuss display disseminate distribute document draft draw drive edit
    educate elicit embed empower enable encourage enforce engage engineer enhance ensure escalate
    establish estimate evaluate examine execute expand explain explore express extend extract
    facilitate find follow forecast formulate foster fulfil fulfill gain gather generate grow
    guarantee guide handle harden help hire host identify illustrate implement improve influence
    inform initiate innovate inspect inspire install instruct integrate interact interface interpret
    interview introduce investigate invoice iterate join keep label launch lead learn leverage
    liaise liase listen load log maintain make manage manufacture map market maximise maximize
    measure mentor migrate minimise minimize mitigate model moderate modify monitor motivate move
    navigate negotiate network normalise observe obtain onboard operate optimise optimize
    orchestrate order organise organize oversee package participate partner perform persuade pitch
    plan prepare present prevent prioritise prioritize process procure produce program promote
    propose protect prototype provide publish purchase push query raise read recommend reconcile
    record recruit refactor refine register release repair replace report represent research resolve
    respond restructure review revise run safeguard scale schedule scope scrutinise secure select
    sell serve set shape share ship simplify sketch solve source spearhead specify standardise
    standardize steer store streamline strengthen structure study supervise supply support survey
    synthesise synthesize take teach test think track train transform translate transport treat
    troubleshoot tune tutor understand undertake update upgrade use utilise utilize validate verify
    visit visualise visualize welcome win work write
    """
)
_DOUBLED = listed(
    """
    plan run set get program ship map scan debug cut log model travel label refer win counsel
    control
    """
)
_ODD_GERUNDS = {"travelling": "travel", "modelling": "model", "labelling": "label", "traveling": "travel"}
_ODD_GERUNDS |= {"modeling": "model", "labeling": "label", "counseling": "counsel"}


def gerund_of(verb: str) -> str:
    """`manage` as `managing`."""
    if verb in _DOUBLED:
        return verb + verb[-1] + "ing"
    if verb.endswith("e") and not verb.endswith(("ee", "ye", "oe")):
        return verb[:-1] + "ing"
    return verb + "ing"


_BY_GERUND = {gerund_of(verb): verb for verb in _BASE} | _ODD_GERUNDS


def is_verb(word: str) -> bool:
    """A verb of the list in its base form, in lower case."""
    return word in _BASE


def is_gerund(word: str) -> bool:
    """A verb of the list in its form on -ing, in lower case."""
    return word in _BY_GERUND


def base_of(word: str) -> str:
    """The base form of a verb of the list; another word as it is."""
    return _BY_GERUND.get(word, word)
