"""A legacy encoding shows in the letters of words, be they few and said often, or many."""

import pytest

from shared.csv_alphabets import encoding_by_letters
from shared.data_loading import load_csv

WORDS = {
    "German": ("cp1252", "Zürich Köln Düsseldorf Gräfenhausen Straße"),
    "French": ("cp1252", "Orléans Besançon Nîmes Côte-d’Or Île-de-France"),
    "Spanish": ("cp1252", "España Logroño Málaga León ¿Cuántos? niñez"),
    "Portuguese": ("cp1252", "São Paulo Goiás Maranhão Ceará informações"),
    "Catalan": ("cp1252", "Girona Lleida Arbúcies Vic Alcúdia Vilafranca del Penedès Ordòñez"),
    "Danish": ("cp1252", "Tårnby Køge Ærø Sønderborg"),
    "Icelandic": ("iso8859-1", "Reykjavík Ísafjörður Akranes Garðabær Þórshöfn"),
    "English": ("cp1252", "café naïve façade piñata 20°C ±5µm £10 “so”"),
    "Czech": ("cp1250", "Plzeň Jihočeský Vysočina Ústecký Zlín"),
    "Polish": ("cp1250", "Gdańsk Łódź Kraków Białystok"),
    "Polish, ISO": ("iso8859-2", "Gdańsk Śląsk Łódź pełną"),
    "Hungarian": ("cp1250", "Győr Fejér Csongrád Heves megye Nógrád nő"),
    "Romanian": ("cp1250", "Braşov Constanţa Argeş Botoşani România vară"),
    "Slovenian, ISO": ("iso8859-2", "Žalec Črnomelj Škofja Loka Mežica Šoštanj"),
    "Estonian": ("cp1252", "Põlva Jõgeva Pärnu Võru"),
    "Lithuanian": ("cp1257", "Šiauliai Panevėžys Tauragė Ąžuolų"),
    "Turkish": ("cp1254", "İstanbul Muğla Eskişehir Çanakkale Iğdır"),
    "German, DOS": ("cp850", "Zürich Köln Düsseldorf Gräfenhausen Straße"),
    "French, Macintosh": ("mac_roman", "Orléans Besançon Nîmes Évry Bâle"),
    "Japanese": ("cp932", "スーダン サモア語 東京タワー"),
    "Japanese, Unix": ("euc_jp", "スーダン サモア語 東京タワー"),
}


@pytest.mark.parametrize("times", [1, 300])
@pytest.mark.parametrize(("encoding", "words"), WORDS.values(), ids=WORDS)
def test_a_few_words_are_read_in_the_encoding_that_makes_them_words(encoding: str, words: str, times: int) -> None:
    towns = words.split(" ")
    rows = [f"{row};{town};{row * 3}" for row, town in enumerate(towns * times)]
    found = load_csv("\n".join(["id;town;n", *rows]).encode(encoding), infer_types=False)
    assert found.frame["town"].tolist() == towns * times
    assert "encoding is a guess" in " ".join(note.text for note in found.notes)


@pytest.mark.parametrize("encoding", ["cp1251", "koi8_r", "cp1253", "cp1255", "cp1256", "gb18030", "euc_kr"])
def test_words_of_other_scripts_are_left_to_the_statistical_guess(encoding: str) -> None:
    words = {
        "cp1251": "Москва Санкт-Петербург Казань",
        "koi8_r": "Москва Санкт-Петербург Казань",
        "cp1253": "Αθήνα Θεσσαλονίκη Πάτρα",
        "cp1255": "ירושלים חיפה",
        "cp1256": "القاهرة الإسكندرية",
        "gb18030": "北京市 上海市 广东省",
        "euc_kr": "서울특별시 부산광역시",
    }[encoding]
    assert encoding_by_letters(words.encode(encoding), None) is None


def test_words_of_several_languages_are_western_if_each_is_of_one() -> None:
    words = "Côte d'Ivoire,Curaçao,Åland,São Tomé,Fürth,Plaça,Ærø,Logroño"
    assert encoding_by_letters(words.encode("cp1252"), "cp1250") == "cp1252"


@pytest.mark.parametrize("text", ["Temperature[°C]", "at 20 °C ±5", "flow (m³/s)", "W/m²", "5 µg"])
def test_the_signs_of_units_alone_are_those_of_windows(text: str) -> None:
    data = "\n".join([f"time,{text}", *(f"12:{minute:02},{minute / 7:.2f}" for minute in range(60))]).encode("cp1252")
    found = load_csv(data)
    assert list(found.frame.columns) == ["time", text]
    assert found.dialect.encoding == "cp1252"
