"""Rules about explanations; ``macros.explanations`` finds what they say once every other rule has spoken."""

from __future__ import annotations

from macros.rules.registry import reading

FAMILY = "理由说明"

reading(
    "explanation-unused",
    FAMILY,
    basis="理由说明只为现有的警告而写，警告消失后应当删去，以免日后误盖新的问题",
    proves="每条理由说明都答复了一个现有的警告或提示。",
)
reading(
    "explanation-of-error",
    FAMILY,
    basis="错误只能改正，不能说明",
    proves="没有用理由说明答复错误。",
)
