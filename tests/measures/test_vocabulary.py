"""What was found is said in the words of the transparency database."""

from hypothesis import given
from hypothesis import strategies as st

from vigie.kernel.findings import Stage
from vigie.measures.vocabulary import classify

STAGES: list[Stage] = [
    "solicit_image", "threat_exposure", "payment_demand", "image_published", "bullying", "hate",
    "secrecy", "report_frame",
]  # fmt: skip


def test_grooming_is_protection_of_minors_with_its_keyword() -> None:
    found = classify(["solicit_image", "platform_move"], minor=True)

    assert found.category == "STATEMENT_CATEGORY_PROTECTION_OF_MINORS"
    assert found.keywords == ("KEYWORD_GROOMING_SEXUAL_ENTICEMENT_MINORS",)


def test_blackmail_of_a_minor_adds_cyber_violence() -> None:
    found = classify(["threat_exposure"], minor=True)

    assert found.additions == ("STATEMENT_CATEGORY_CYBER_VIOLENCE",)
    assert "KEYWORD_CYBER_BULLYING_INTIMIDATION" in found.keywords


@given(st.lists(st.sampled_from(STAGES)))
def test_image_sharing_without_consent_is_never_said_of_a_minor(stages: list[Stage]) -> None:
    assert "KEYWORD_NON_CONSENSUAL_IMAGE_SHARING" not in classify(stages, minor=True).keywords


def test_sharing_an_adults_image_has_its_own_keyword() -> None:
    found = classify(["image_published"], minor=False)

    assert found.category == "STATEMENT_CATEGORY_CYBER_VIOLENCE"
    assert found.keywords == ("KEYWORD_NON_CONSENSUAL_IMAGE_SHARING",)


def test_nothing_found_still_has_a_category() -> None:
    assert classify([], minor=True).category == "STATEMENT_CATEGORY_PROTECTION_OF_MINORS"
    assert classify([], minor=False).category == "STATEMENT_CATEGORY_NOT_SPECIFIED_NOTICE"
