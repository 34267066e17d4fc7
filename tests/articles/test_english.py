from __future__ import annotations

import pytest

from kg.articles.english import may_be_english

FOREIGN = {
    "French": "Le barrage qui domine la ville a cédé dimanche matin après trois jours de pluie, et "
    "une vague de boue a traversé le marché. Quatorze personnes sont mortes, selon le maire.",
    "German": "Der alte Damm über der Stadt ist am Sonntag nach drei Tagen Regen gebrochen, und "
    "eine Welle aus Schlamm ging durch den Markt. Es starben vierzehn Menschen, wie der "
    "Bürgermeister sagte, und viele sind noch immer nicht in ihre Häuser zurück, weil es regnet.",
    "Dutch": "De dam boven de stad is zondag na drie dagen regen gebroken en een golf van modder "
    "ging door de markt. Er zijn veertien mensen omgekomen, zei de burgemeester van de stad.",
    "Spanish": "La presa que domina la ciudad cedió el domingo por la mañana tras tres días de "
    "lluvia, y una ola de barro atravesó el mercado. Murieron catorce personas, dijo el alcalde.",
    "Swedish": "Dammen ovanför staden brast på söndagen efter tre dagar av regn, och en våg av "
    "lera gick genom torget. Fjorton människor dog, sade borgmästaren, och många kan inte åka hem.",
    "Chinese": "星期日，连续三天的大雨之后，城市上方的水坝决堤，泥浪冲过市场。市长说，十四人死亡。",
    "Arabic": "انهار السد فوق المدينة يوم الأحد بعد ثلاثة أيام من المطر واجتاحت موجة من الطين "
    "السوق وقال رئيس البلدية إن أربعة عشر شخصا قتلوا وإن كثيرين لم يعودوا إلى بيوتهم",
    "Russian": "Плотина над городом рухнула в воскресенье после трёх дней дождя, и волна грязи "
    "прошла через рынок. Погибли четырнадцать человек, сказал мэр, а многие не могут "
    "вернуться домой.",
}
ENGLISH = {
    "news": "The dam above the town broke on Sunday after three days of rain, and a wave of mud "
    "went through the market. Fourteen people died, the mayor said, and many cannot go home.",
    "names": "Winners were Ana Petrov, Bo Lindqvist, Jean-Luc Moreau, Li Wei, Fatima al-Zahra and "
    "Karl von Stein, of Gao, Brno, Łódź, São Paulo, Xi’an and Bad Ems; losers Jan de Vries, Ioana "
    "Popescu, Émile Roux, Kofi Mensah, Tran van Minh and José da Silva of Malmö.",
    "telegram": "Army retakes dam. Rebels flee north. Bridges destroyed, power cut, roads closed, "
    "schools shut. Aid convoys wait near border. Talks resume Monday after week of heavy fighting "
    "which left dozens dead.",
    "quotation": "“Nous sommes libres,” said the trader, who had waited for six days in the heat "
    "of the camp for news of his brothers and of the town that they had left.",
    "short": "Attaque dans la capitale",
    "capitals": "ARMY TAKES TOWN " * 30,
    "none": "",
}


@pytest.mark.parametrize("language", FOREIGN)
def test_other_languages_are_told(language: str) -> None:
    assert not may_be_english([FOREIGN[language]])


@pytest.mark.parametrize("kind", ENGLISH)
def test_english_passes(kind: str) -> None:
    assert may_be_english([ENGLISH[kind]])


def test_all_paragraphs_count_together() -> None:
    assert not may_be_english(FOREIGN["French"].split(". "))
    assert may_be_english([FOREIGN["French"], *[ENGLISH["news"]] * 2])
