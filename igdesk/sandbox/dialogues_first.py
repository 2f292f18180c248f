"""The conversations at the top of the inbox."""

from igdesk.sandbox.script import DAY, HOUR, Dialogue, them, us

FIRST: tuple[Dialogue, ...] = (
    Dialogue(
        "mara.lindqvist", "Mara Lindqvist", "en", 5,
        (
            them(0, "Is this glaze available on the big serving bowl?", story="bowl"),
            us(8, "It is! This one came out last week, 32 cm:"),
            us(0.2, photos=("plates",)),
            them(22 * HOUR + 17, "Oh, that’s exactly what I was looking for 😍", reaction="❤️"),
            them(3, "Could you make six of them by 12 December?", quotes=2),
            them(1, "Shipping to Malmö, if that’s possible"),
        ),
        picture="shop", followers=12_431, studio_follows=True,
        later=(
            "And could the foot be left unglazed? We stack them in the café.",
            "Invoice to the company please, not to me personally 🙏",
            "No rush with the answer, I’m at the market until five.",
        ),
    ),
    Dialogue(
        "layla.haddad", "ليلى حداد", "ar", 76,
        (
            them(0, "مرحبًا، هل ما زالت المزهرية البيضاء الطويلة متوفرة؟"),
            us(35, "أهلًا ليلى! نعم، بقيت واحدة فقط. أحجزها لكِ؟"),
            them(6, "نعم من فضلك! هل يمكن التوصيل قبل يوم الخميس؟", reaction="👍"),
            us(18, "بالتأكيد، نرسلها غدًا صباحًا 📦"),
            us(1, photos=("vase",)),
            them(2 * DAY, "شكرًا جزيلًا! وصلت المزهرية اليوم وهي أجمل من الصور 🤍", reaction="❤️"),
        ),
        followers=864,
        later=("أختي تسأل إن كان عندكم نفس اللون في صحن كبير؟", "سأرسل لك صورة عندما أضع فيها الورد 🌿"),
    ),
    Dialogue(
        "jonas.weber.wohnt", "Jonas Weber", "de", 3 * HOUR + 31,
        (
            them(0, "Hallo! Ist meine Bestellung (die vier Müslischalen) schon unterwegs?"),
            them(1, "Ich frage nur, weil mein Bruder am Samstag Geburtstag hat 🙈"),
            us(52, "Hallo Jonas, die Schalen kühlen gerade noch im Ofen ab. Morgen früh gehen sie raus!"),
            us(0.5, photos=("kiln",), reaction="🔥"),
            them(4, "Mega, das sieht ja toll aus. Vielen Dank!"),
            us(
                17 * HOUR,
                "Danke dir! Das Paket ist schon unterwegs, du bekommst gleich die Sendungsnummer per Mail.",
            ),
        ),
        followers=312,
        later=("Die Sendungsnummer ist da, danke! 🎉", "Kann man die Schalen eigentlich in die Spülmaschine tun?"),
    ),
    Dialogue(
        "studio.marlow", "Studio Marlow", "en", 4 * HOUR + 24,
        (
            them(0, "Hi! We’re fitting out a small hotel in Margate and love your shelves of test pieces."),
            them(1, photos=("shelves", "mugs")),
            us(2 * HOUR, "Thank you! How many rooms are we talking about?"),
            them(40, "Fourteen, so 28 mugs, 28 bowls and some vases for the lobby."),
            them(1, pdf="margate-room-list.pdf"),
            us(19 * HOUR, "Lovely project. I’ll put a quote together by Friday."),
            them(80, voice_s=24),
        ),
        picture="shelves", followers=48_210, verified=True, studio_follows=True,
        later=(
            "The architect prefers the speckled clay after all, is that a problem?",
            "Would a deposit of 30 % work for you?",
        ),
    ),
    Dialogue(
        "tomas.oliveira", "Tomás Oliveira", "pt", 21 * HOUR + 2,
        (
            them(0, "Hi! I’m looking for a wedding present 🎁"),
            them(0.3, "Do you do matching sets?"),
            them(0.4, "Budget is around 400 €"),
            us(3, "That covers four plates and four bowls.", quotes=1),
            them(9, "Perfeito, vou falar com a minha mulher."),
            us(5, "Com certeza! Ficamos à espera 😊"),
            them(3 * DAY, "Is the large planter back in stock? A minha mulher não pensa noutra coisa 😅"),
        ),
        followers=1_942, follows_studio=True,
        later=("Já agora, fazem envios para o Porto?", "Pode ser em verde?"),
    ),
    Dialogue(
        "priya.raman", "Priya Raman", "en", 23 * HOUR + 21,
        (
            them(0, "Hello, do you have the stoneware dinner set in off-white?", story="plates"),
            us(30, "Hi Priya! There are two sets left, with a slight difference in the rims. Shall I send photos?"),
            them(6, "Yes please"),
            us(22, photos=("plates", "plates", "bowl")),
            them(15, "They’re gorgeous. I’ll take the second one!", reaction="🎉", quotes=1),
            them(1, "Can I collect it on Saturday around 11?"),
        ),
        picture="portrait", followers=5_310,
        later=("I can also come on Sunday if that is easier.",),
    ),
    Dialogue(
        "aiko.tanaka.table", "田中 愛子", "ja", 2 * DAY + 3 * HOUR,
        (
            them(0, "はじめまして。インスタで器を拝見して、とても素敵だと思いました。"),
            us(90, "ありがとうございます！何かお探しのものはありますか？"),
            them(14, "湯のみを二つ、父と母への贈り物にしたいです。", photos=("mugs",)),
            them(1, "釉薬の色は選べますか？"),
        ),
        followers=1_120, studio_follows=None,
        later=("青と白の組み合わせは可能でしょうか。", "日本への発送もお願いできますか？"),
    ),
    Dialogue(
        "noah.okafor", "Noah Okafor", "en", 8 * DAY + 2 * HOUR,
        (
            them(0, "Hey, I dropped the mug you made for me 😭"),
            us(25, "Oh no! Clean break or splinters?"),
            them(3, "Clean, I think it can be glued. Kintsugi maybe?"),
            us(8, "We know somebody who does that beautifully. Send me a picture?"),
            them(HOUR, photos=("mugs",)),
        ),
        picture="landscape", followers=720,
    ),
)  # fmt: skip
