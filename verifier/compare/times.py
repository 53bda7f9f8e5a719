"""Dates, times of day and times ago in a name, in the words of many languages: what goes on by itself and makes no other name."""

from __future__ import annotations

import re
from functools import lru_cache

from verifier.compare.spoken import LETTER, keyed

# One line for each language, in the same order in both tables: en ro ar ru uk es fr de pt it el zh sw tr pl nl id hi ja ko vi sv cs.

_MONTHS = (
    "january|february|march|april|may|june|july|august|september|october|november|december",
    "ianuarie|februarie|martie|aprilie|mai|iunie|iulie|august|septembrie|octombrie|noiembrie|decembrie",
    (
        "يناير|فبراير|مارس|أبريل|ابريل|إبريل|مايو|يونيو|يوليو|أغسطس|سبتمبر|أكتوبر|نوفمبر|ديسمبر"
        "|كانون الثاني|شباط|آذار|نيسان|أيار|حزيران|تموز|آب|أيلول|تشرين الأول|تشرين الثاني|كانون الأول"
    ),
    "января|февраля|марта|апреля|мая|июня|июля|августа|сентября|октября|ноября|декабря",
    "січня|лютого|березня|квітня|травня|червня|липня|серпня|вересня|жовтня|листопада|грудня",
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre",
    "janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre",
    "januar|februar|märz|april|mai|juni|juli|august|september|oktober|november|dezember",
    "janeiro|fevereiro|março|abril|maio|junho|julho|agosto|setembro|outubro|novembro|dezembro",
    "gennaio|febbraio|marzo|aprile|maggio|giugno|luglio|agosto|settembre|ottobre|novembre|dicembre",
    "Ιανουαρίου|Φεβρουαρίου|Μαρτίου|Απριλίου|Μαΐου|Ιουνίου|Ιουλίου|Αυγούστου|Σεπτεμβρίου|Οκτωβρίου|Νοεμβρίου|Δεκεμβρίου",
    "",
    "Januari|Februari|Machi|Aprili|Mei|Juni|Julai|Agosti|Septemba|Oktoba|Novemba|Desemba",
    "Ocak|Şubat|Mart|Nisan|Mayıs|Haziran|Temmuz|Ağustos|Eylül|Ekim|Kasım|Aralık",
    "stycznia|lutego|marca|kwietnia|maja|czerwca|lipca|sierpnia|września|października|listopada|grudnia",
    "januari|februari|maart|april|mei|juni|juli|augustus|september|oktober|november|december",
    "Januari|Februari|Maret|April|Mei|Juni|Juli|Agustus|September|Oktober|November|Desember",
    "जनवरी|फ़रवरी|फरवरी|मार्च|अप्रैल|मई|जून|जुलाई|अगस्त|सितंबर|सितम्बर|अक्टूबर|अक्तूबर|नवंबर|नवम्बर|दिसंबर|दिसम्बर",
    "",
    "",
    "",
    "januari|februari|mars|april|maj|juni|juli|augusti|september|oktober|november|december",
    "ledna|února|března|dubna|května|června|července|srpna|září|října|listopadu|prosince",
)
_SHORT_MONTHS = (
    "jan|feb|gen|mar|apr|jun|jul|aug|sep|sept|oct|nov|dec|ian|iun|iul|noi|янв|февр?|апр|июн|июл|авг|сент?|окт|нояб?|дек|січ|лют|квіт|трав|черв"
    "|серп|жовт|груд|ene|abr|ago|dic|janv|févr|avr|juil|août|déc|mär|okt|dez|fev|mag|giu|lug|ott|Ιαν|Φεβ|Μάρ|Μαρ|Απρ|Μάι|Μαΐ|Ιούν|Ιουν|Ιούλ|Ιουλ|Αύγ|Αυγ"
    "|Σεπ|Οκτ|Νοέ|Νοε|Δεκ|şub|nis|haz|tem|ağu|eyl|kas|sty|lut|kwi|cze|lip|wrz|paź|gru|mrt|agu|des|mac|जन|फ़र|जुल|अग|सित|अक्टू|नव|दिस|úno|bře|kvě|čvn|čvc|srp|zář|říj"
)
_WITH_YEAR = "may|mai|set|out|mar|ara|eki|oca|maj|sie|lis|led|dub|pro|лип|вер|бер|лист|мар|мая"
"""Short names of months that are words of their own; they are months only where a year follows."""

# The words before, the units, the words behind, and what stands for one.
_AGO = (
    ("", "sec|seconds?|mins?|minutes?|hours?|hrs?|h|m|d|days?|wks?|weeks?|mo|months?|yrs?|years?", "ago", "an?|one"),
    ("acum|în urmă cu", "sec|secund[ăe]|min|minute?|or[ăe]|h|zi|zile|săpt|săptămân[ăi]|lun[ăi]|ani?", "", "o|un"),
    ("منذ|قبل", "ثانية|ثوان[\u064a\u064d\u0650]?|ثانيتين|دقيقة|دقائق|دقيقتين|ساعة|ساعات|ساعتين|يوم|أيام|يومين|يومًا|أسبوع|أسابيع|أسبوعين|شهر|أشهر|شهور|شهرين|سنة|سنوات|سنتين|عام|أعوام", "", ""),
    ("", "сек|секунд[ауы]?|мин|минут[ауы]?|ч|час(?:а|ов)?|день|дня|дней|дн|нед|недел[юиья]|мес|месяц(?:а|ев)?|г|года?|л|лет", "назад", ""),
    ("", "с|сек|секунд[ауи]?|хв|хвилин[ауи]?|год|годин[ауи]?|день|дні|днів|дня|дн|тиждень|тижні|тижнів|тижня|тиж|міс|місяц(?:ь|і|ів|я)|рік|роки|років|року|р", "тому", ""),
    ("hace", "s|segundos?|min|minutos?|h|horas?|d|días?|sem|semanas?|m|mes(?:es)?|a|años?", "", "una?"),
    ("il y a", "s|secondes?|min|minutes?|h|heures?|j|jours?|sem|semaines?|m|mois|a|ans?", "", "une?"),
    ("vor", "sek|sekunden?|min|minuten?|std|stunden?|tag(?:en)?|wochen?|monat(?:en)?|jahr(?:en)?", "", "einer|einem"),
    ("há", "s|seg|segundos?|min|minutos?|h|horas?|dias?|sem|semanas?|mês|meses|anos?", "", "uma?"),
    ("", "second[oi]|sec|minut[oi]|min|or[ae]|h|g|gg|giorn[oi]|sett|settiman[ae]|mes[ei]|ann[oi]", "fa", "una?|un'"),
    ("πριν(?: από)?", "δευτ|δευτερόλεπτ(?:ο|α)|λεπτ(?:ό|ά)|λεπ|λ|ώ|ώρ(?:α|ες)|ημ|ημέρ(?:α|ες)|μέρ(?:α|ες)|εβδ|εβδομάδ(?:α|ες)|μήν(?:α|ες)|έτ(?:ος|η)|χρόνι(?:α|ο)", "", "ένα|μία|μια|έναν"),
    ("", "秒钟?|秒鐘?|分钟|分鐘|分|个?小时|個?小時|时|時|天|日|周|週|个?星期|個?星期|个?月|個?月|年", "以?前", ""),
    ("", "sekunde|dakika|saa|siku|wiki|mwezi|miezi|mwaka|miaka", "[zl]?[iu]li(?:o|yo)pita|zilizopita|iliyopita|lililopita|uliopita", ""),
    ("", "sn|saniye|dk|dakika|sa|saat|gün|hf|hafta|ay|yıl", "önce", "bir"),
    ("", "sek|sekund[ęy]?|min|minut[ęy]?|godz|godzin[ęy]?|dzień|dni|dnia|tydzień|tygodni[ea]?|tydz|tyg|mies|miesiąc|miesiące|miesiąca|miesięcy|roku?|lata|lat", "temu", ""),
    ("", "sec|seconden?|min|minuut|minuten|uur|u|dag(?:en)?|dgn|week|weken|maand(?:en)?|jaar", "geleden", "een"),
    ("", "dtk|detik|mnt|menit|jam|h|hari|mgg|minggu|bln|bulan|thn|tahun", "(?:yang )?lalu", "se"),
    ("", "से|सेकंड|सेकेंड|मि|मिनट|घं|घंटे|घंटा|घंटों|दिन|दिनों|सप्ताह|हफ़्ते|हफ्ते|महीने|महीना|माह|वर्ष|साल", "पहले", "एक"),
    ("", "秒|分|分間|時間|日|週間|[かヵカヶケ]月|年", "前", ""),
    ("", "초|분|시간|일|주|개월|달|년", "전", ""),
    ("", "giây|phút|giờ|ngày|tuần|tháng|năm", "trước", "một"),
    ("för", "s|sek(?:und(?:er)?)?|min(?:ut(?:er)?)?|tim(?:m(?:e|ar))?|d|dag(?:ar)?|veck(?:a|or)|v|mån|månad(?:er)?|år", "(?:sedan|sen)", "en|ett"),
    ("před", "s|sekund(?:ou|ami|y)|min|minut(?:ou|ami|y)|h|hodin(?:ou|ami|y)|d|dnem|dny|dne|týd|týdnem|týdny|týdne|měs|měsícem|měsíci|měsíce|r|l|rokem|roku|lety|roky", "", ""),
)  # fmt: skip
_JUST = (
    "just now|moments ago|yesterday|chiar acum|ieri|أمس|только что|вчера|щойно|вчора|ayer|à l'instant|gestern|gerade eben|agora mesmo|ontem|proprio ora"
    "|μόλις τώρα|χθες|χτες|刚刚|剛剛|昨天|hivi punde|az önce|przed chwilą|wczoraj|zojuist|gisteren|baru saja|kemarin|अभी-अभी|たった今|昨日|방금|어제|vừa xong|hôm qua"
    "|just nu|igår|právě teď|včera"
)


def _ago() -> str:
    found = []
    for before, units, behind, ones in _AGO:
        number = r"\d[\d.,]*\+?\s?(?:de\s)?" if "acum" in before else r"\d[\d.,]*\+?\s?"
        many = f"(?:{number}" + (f"|(?:{keyed(ones)})\\s?" if ones else "") + ")"
        unit = (
            f"(?:{keyed(units)})(?:\u064b\u0627)?(?:\\sواحدة?)?\\.?" if "منذ" in before else f"(?:{keyed(units)})[.॰]?"
        )
        close = "" if units.startswith(("秒", "초")) else f"(?!{LETTER})"
        if "saa" in units.split("|"):
            found.append(f"(?<!{LETTER}){unit}\\s\\d[\\d.,]*\\s(?:{behind})")
        elif before and behind:
            found.append(f"(?<!{LETTER})(?:{keyed(before)})\\s{many}{unit}\\s{keyed(behind)}")
        elif before:
            many = many if ones or "منذ" not in before else f"{many}?"
            found.append(f"(?<!{LETTER})(?:{keyed(before)})\\s{many}{unit}{close}")
        else:
            found.append(f"{many}{unit}\\s?(?:{keyed(behind)}){close}")
    return "|".join(found)


_MONTH = f"(?:{keyed('|'.join(filter(None, _MONTHS)))}|{keyed(_SHORT_MONTHS)})(?!{LETTER})[.॰]?"
_DATED = f"(?:{keyed(_WITH_YEAR)})\\.?"
_TIMES = re.compile(
    rf"""
    \b\d{{4}}[-/.]\s?\d{{1,2}}[-/.]\s?\d{{1,2}}(?:[t ]\d{{1,2}}:\d{{2}}(?::\d{{2}})?(?:\.\d+)?(?:z|[+-]\d{{2}}:?\d{{2}})?)?(?!\d)  # 2026-01-31T10:00:00Z
    | \b\d{{1,2}}[-./]\s?\d{{1,2}}[-./]\s?(?:\d{{4}}|\d{{2}})\b                                                 # 31.01.2026
    | (?:\d{{2,4}}\s?[年년]\s?)?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日日일号號]                                    # 2026年1月31日
    | (?<!\w)(?:ngày\s)?\d{{1,2}}\stháng\s\d{{1,2}}(?:(?:\snăm|,)\s\d{{4}})?|\d{{1,2}}\sthg\s\d{{1,2}}(?:,\s\d{{4}})?
    | \b\d{{1,2}}:\d{{2}}(?::\d{{2}})?\b(?:\s?[ap]\.?m\b\.?)?                                                   # 10:00 pm
    | (?<!{LETTER})(?:{_MONTH})\s\d{{1,2}}(?:st|nd|rd|th)?(?:,?\s\d{{4}})?\b                                   # Jan 31, 2026
    | \b\d{{1,2}}(?:\.|er|º)?\s(?:de\s)?(?:{_MONTH})(?:,?\s(?:de\s)?\d{{4}}(?:\s?[гр](?!{LETTER}))?)?              # 31 de enero de 2026
    | \b\d{{1,2}}\.?\s(?:de\s)?{_DATED}\s(?:de\s)?\d{{4}}\b(?:\s?[гр](?!{LETTER}))?
    | (?<!{LETTER}){_DATED}\s\d{{1,2}},?\s\d{{4}}\b
    | {_ago()}
    | (?<!{LETTER})(?:{keyed(_JUST)})(?!{LETTER})
    | ©\s?\d{{4}}(?:\s?-\s?\d{{4}})?
    """,
    re.VERBOSE,
)
_WORDS = re.compile("ago|" + keyed(_JUST) + "|" + keyed("منذ|قبل|acum|hace|vor|há|πριν|před|il y a|fa|önce|पहले"))


@lru_cache(maxsize=16384)
def without_times(key: str) -> str:
    """The key of a name (see `key_of`) with a gap for each date, time of day and time ago."""
    if not any(sign.isdigit() for sign in key) and not _WORDS.search(key):
        return key
    return _TIMES.sub(" ", key)
