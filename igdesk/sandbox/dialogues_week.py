"""Conversations older than a day: a human reply at most."""

from igdesk.sandbox.script import DAY, HOUR, Dialogue, Line, them, us

_KINTSUGI: tuple[Line, ...] = (
    them(0, "Hello! I’m writing a piece about repair for our neighbourhood paper. May I ask you a few questions?"),
    us(45, "Hi Oliver, gladly! Fire away, I’m glazing and can answer between buckets."),
    them(2, "How long have you had the studio?"),
    us(6, "Since 2016. Before that we rented a corner in a boat shed."),
    them(1, "A boat shed?"),
    us(4, "Cheap, dry in summer, very wet in February."),
    them(2, "Ha! And what breaks most often?"),
    us(5, "Handles. Always handles."),
    us(0.5, photos=("mugs",)),
    them(3, "What do you tell people who want them mended?"),
    us(7, "That glue is fine for a pencil pot and not for tea."),
    them(2, "Quotable 😄", reaction="😂"),
    them(1, "Do you throw the broken ones away?"),
    us(9, "We crush them. Grog goes back into the garden clay."),
    them(2, "So nothing is lost."),
    us(3, "Only weekends."),
    them(4, "How many pieces survive a firing?"),
    us(8, "About nineteen in twenty. On a bad day the twentieth takes three friends along."),
    them(2, "What is the worst that ever happened?"),
    us(11, "A shelf collapsed over night. 140 mugs, one wedding."),
    them(1, "😱"),
    us(2, "The bride took the survivors. Eleven of them. She says they are the luckiest ones."),
    them(5, "May I use that story?"),
    us(3, "If you leave out her name, yes."),
    them(HOUR, "Thank you, that was a treat. Could I come by and take some pictures?"),
    us(20, "Thursday after four? The light is best then."),
    them(6, "Perfect, see you on Thursday.", reaction="👍"),
    them(2 * DAY, "I’m in front of the blue door, is that right?"),
    us(1, "It is, push hard!"),
    them(5 * HOUR, "Thanks for the tea and the tour. A few pictures for you:"),
    them(0.5, photos=("kiln", "shelves", "shop")),
    us(18, "These are wonderful! May we share the one with the kiln?", reaction="❤️"),
    them(3, "Please do, with my handle if you can."),
    us(2 * HOUR, "Done 🙏"),
    them(9, "It comes out on the first Sunday of Advent. I’ll keep two copies for you.", quotes=1),
)

WEEK_OLD: tuple[Dialogue, ...] = (
    Dialogue(
        "beatriz.antunes", "Beatriz Antunes", "pt", DAY + 13 * HOUR,
        (
            them(0, "Adorei esta prateleira! Ainda está à venda?", story="shelves"),
            us(2 * HOUR, "Olá Beatriz! A prateleira não, mas as peças sim 😊"),
            them(25, "Então queria as duas jarras azuis, por favor."),
        ),
        picture="vase", followers=420,
    ),
    Dialogue("oliver.finch.writes", "Oliver Finch", "en", 2 * DAY + 5 * HOUR, _KINTSUGI, picture="portrait",
             followers=2_610, studio_follows=True),
    Dialogue(
        "yara.mansour", "يارا منصور", "ar", 3 * DAY + 2 * HOUR,
        (
            them(0, "السلام عليكم، هل تقيمون ورشات للأطفال؟"),
            us(4 * HOUR, "وعليكم السلام! نعم، كل سبت صباحًا من عمر ست سنوات."),
            them(30, "رائع، ابنتي عمرها سبع سنوات. كيف أحجز؟"),
            us(20, "من هنا: https://fernandclay.example/kids"),
            them(5, "تم الحجز، شكرًا! 🌸", reaction="❤️"),
        ),
        picture="plant", followers=1_033,
    ),
    Dialogue(
        "marc.antoine.photo", "Marc-Antoine Perrin", "fr", 4 * DAY + 6 * HOUR,
        (
            them(0, reel="Lumière d’hiver dans l’atelier"),
            them(1, "C’est le genre de lumière que j’aimerais pour vos photos de catalogue."),
            us(5 * HOUR, "Magnifique. Vous seriez libre en janvier ?"),
            them(50, "Oui, la deuxième ou la troisième semaine."),
        ),
        picture="landscape", followers=23_500, verified=True,
    ),
    Dialogue(
        "daniel.krause.berlin", "Daniel Krause", "de", 5 * DAY + 1 * HOUR,
        (
            them(0, "Moin, mein Paket hängt seit einer Woche in Leipzig fest. Könnt ihr da was machen?"),
            us(90, "Moin Daniel, wir haben einen Nachforschungsauftrag gestellt. Spätestens Freitag wissen wir mehr."),
            them(14, "Danke! Falls es weg ist: lieber Ersatz als Geld zurück."),
        ),
        followers=95,
    ),
    Dialogue(
        "nadia.orlova", "Надежда Орлова", "ru", 6 * DAY + 19 * HOUR,
        (
            them(0, "Добрый вечер! Можно ли заказать сервиз на шесть персон к 8 марта?"),
            them(2, photos=("plates",)),
            them(1, "Примерно в таком цвете"),
        ),
        picture="portrait", followers=355,
    ),
    Dialogue(
        "ogawa.hiroshi", "小川 浩", "ja", 9 * DAY,
        (
            them(0, "個展の案内をいただき、ありがとうございました。"),
            us(5 * HOUR, "こちらこそ、お越しいただけて嬉しかったです。"),
            them(40, "購入した花器、玄関に飾っています。", photos=("vase",), reaction="❤️"),
        ),
        picture="vase", followers=4_870,
    ),
    Dialogue(
        "emma.wainwright", "Emma Wainwright", "en", 10 * DAY + 3 * HOUR,
        (
            them(0, withheld=True),
            them(0.5, "Is this you?? Somebody shared it in our book club!"),
            us(35, "It is! Instagram does not show me which post, but I can guess 😄"),
            them(6, "The one with the cracked moon jar. Stunning."),
            us(3, "Thank you ❤️ It sits in our kitchen now.", reaction="❤️"),
        ),
        picture="portrait", followers=1_288,
    ),
    Dialogue(
        "pablo.quintana", "Pablo Quintana", "es", 12 * DAY + 8 * HOUR,
        (
            them(0, "Buenas, ¿hacéis visitas guiadas para colegios?"),
            us(1 * DAY, "¡Hola Pablo! Sí, los martes. Grupos de hasta veinte."),
            them(3 * HOUR, "Somos veintitrés, ¿cabemos si apretamos? 😅"),
            us(2 * HOUR, "Apretamos 😄 ¿Os va bien el día 9?"),
        ),
        followers=640,
    ),
    Dialogue(
        "jiwoo.park", "박지우", "ko", 15 * DAY + 2 * HOUR,
        (
            them(0, "컵 손잡이가 살짝 깨져서 왔어요 ㅠㅠ", photos=("mugs",)),
            us(3 * HOUR, "정말 죄송해요. 새 컵을 바로 보내드릴게요!"),
            them(8, "빠른 처리 감사합니다!", reaction="🙏"),
            us(4 * DAY, "오늘 발송했어요 📦"),
        ),
        followers=74,
    ),
    Dialogue(
        "tea.and.table", "Tea & Table Magazine", "en", 18 * DAY,
        (
            them(0, "Hello! We’d love to feature your yunomi in the spring issue."),
            us(1 * HOUR, "What an honour, yes please!"),
            them(2 * HOUR, voice_s=52),
            us(30, "All clear, six pieces by the 20th."),
        ),
        picture="mugs", followers=212_000, verified=True, studio_follows=True,
    ),
    Dialogue(
        "mert.aksoy", "Mert Aksoy", "tr", 20 * DAY + 7 * HOUR,
        (
            them(0, "Kupayı kedim devirdi, aynısından bir tane daha var mı? 😿"),
            us(2 * HOUR, "Kediye selam 😄 Evet, bir tane kaldı."),
            them(3, "Süper, hemen alıyorum!"),
            them(1 * DAY, "🐈☕"),
        ),
        picture="mugs", followers=1_511,
    ),
    Dialogue(
        "lin.xiaowen", "林晓雯", "zh", 23 * DAY,
        (
            them(0, "请问你们收学徒吗？"),
            us(6 * HOUR, "现在没有名额，不过春天会开一个三个月的课程。"),
            them(2 * HOUR, "太好了，请通知我！"),
        ),
        picture="portrait", followers=902,
    ),
    Dialogue(
        "user_48213990", "", "en", 26 * DAY + 4 * HOUR,
        (them(0, "hello dear i like your page, collab? check https://promo.example/x"),),
        followers=3, follows_studio=False, profile="unreachable",
    ),
    Dialogue(
        "ananya.joshi", "अनन्या जोशी", "hi", 28 * DAY,
        (
            them(0, "आपके फूलदान बहुत सुंदर हैं!", story="vase"),
            us(1 * HOUR, "बहुत-बहुत धन्यवाद, अनन्या 🙏", reaction="❤️"),
        ),
        picture="plant", followers=5_940,
    ),
    Dialogue(
        "riverside.market", "Riverside Christmas Market", "en", 41 * DAY,
        (
            them(0, "Your stall is confirmed: number 27, next to the chestnuts 🌰"),
            them(0.4, pdf="floor-plan.pdf"),
            us(2 * HOUR, "Hooray! Is there power at the stall?"),
            them(3 * HOUR, "Yes, 16 A, please bring your own cable.", reaction="👍"),
        ),
        picture="shop", followers=7_730, studio_follows=True,
    ),
    Dialogue(
        "lars.holm", "Lars Holm", "sv", 63 * DAY,
        (
            them(0, "Hej, tar ni emot praktikanter?"),
            us(1 * DAY, "Hej Lars! Tyvärr inte i år, men hör gärna av dig i augusti."),
            them(2 * HOUR, "Det gör jag. Tack ändå!"),
        ),
        followers=131,
    ),
    Dialogue(
        "quiet.request", "Quentin Lacey", "en", 34 * DAY,
        (them(0, "Hi there, would you sell me your old kiln?"),),
        followers=17, follows_studio=False, in_requests=True,
    ),
)  # fmt: skip
