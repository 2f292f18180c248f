"""Conversations of the last day: most of them can still be answered."""

from igdesk.sandbox.script import DAY, HOUR, Dialogue, them, us

DAY_OLD: tuple[Dialogue, ...] = (
    Dialogue(
        "claire.delmas", "Claire Delmas", "fr", 4 * HOUR + 32,
        (
            them(0, mention="mugs"),
            us(12, "Oh, merci pour le partage ! 🥰"),
            them(26 * HOUR, "Bonjour, est-ce que la théière en grès bleu sera de nouveau disponible avant Noël ?"),
            them(1, "🥰🏺"),
        ),
        picture="portrait", followers=3_204,
        later=("C’est pour ma grand-mère, elle collectionne les théières 😊", "Je peux aussi passer à l’atelier."),
    ),
    Dialogue(
        "galerie.nordlicht", "Galerie Nordlicht", "de", 4 * HOUR + 49,
        (
            them(
                0,
                "Guten Tag! Wir planen für März eine Gruppenausstellung mit dem Titel „Erde & Feuer“ und würden sehr "
                "gern acht bis zehn Arbeiten von euch zeigen. Gedacht haben wir an die großen Bodenvasen und an die "
                "Reihe mit der Ascheglasur, die ihr im Sommer gezeigt habt. Den Transport übernehmen wir, die "
                "Versicherung ebenso. Die Provision liegt bei 40 %, der Aufbau wäre in der zweiten Märzwoche.",
            ),
            them(1, "Mehr zu uns: https://galerie-nordlicht.example/programm"),
            us(3 * HOUR, "Das klingt großartig, vielen Dank! Wann bräuchtet ihr die Liste der Arbeiten?"),
            them(26, "Bis Mitte Januar reicht völlig.", quotes=1),
            them(0.5, pdf="Ausstellungsvertrag-Entwurf.pdf"),
        ),
        picture="shop", followers=17_880, verified=True, studio_follows=True,
        later=("Noch etwas: Dürfen wir zwei Fotos für die Einladung verwenden?",),
    ),
    Dialogue(
        "sofia.ek", "Sofia Ek", "sv", 5 * HOUR + 4,
        (
            them(0, "Hej! Vilken lera använder ni i den här? 😍", reel="Throwing a two-kilo bowl"),
            us(40, "Hej Sofia! Det är en stengodslera från Höganäs med lite sand i."),
            them(5, gif="bowl"),
            them(0.4, "Tack! Jag går en kurs och ska prova den i helgen", reaction="❤️"),
        ),
        picture="plant", followers=541,
        later=("Den sprack i torkningen 😅 Vad gör jag för fel?",),
    ),
    Dialogue(
        "elifyildirim.ev", "Elif Yıldırım", "tr", 6 * HOUR + 40,
        (
            them(0, "Merhaba, kahve fincanlarınız çok güzel. Türkiye’ye gönderiyor musunuz?"),
            us(70, "Merhaba Elif! Evet, gönderim yaklaşık bir hafta sürüyor."),
            them(12, "Harika! Altı fincan ve altı tabak almak istiyorum."),
            them(1, "Toplam ne kadar tutar?", quotes=2),
        ),
        followers=2_087,
        later=("Ödemeyi havaleyle yapabilir miyim?",),
    ),
    Dialogue(
        "michal.berger", "מיכל ברגר", "he", 9 * HOUR + 15,
        (
            them(0, "שלום! קיבלתי את הסט אתמול, הכול הגיע שלם 🙏"),
            them(1, photos=("plates", "bowl", "mugs", "vase")),
            us(45, "איזה יופי על השולחן שלך! תודה על התמונות ❤️", reaction="❤️"),
            them(8 * HOUR, "אפשר להזמין עוד שתי קערות באותו צבע?"),
        ),
        picture="bowl", followers=1_455,
        later=("אין לחץ, רק שיגיע לפני החג.",),
    ),
    Dialogue(
        "minseo.home", "김민서", "ko", 11 * HOUR + 30,
        (
            them(0, "안녕하세요! 인스타에서 보고 연락드려요. 해외 배송도 가능한가요?"),
            us(2 * HOUR, "안녕하세요! 네, 한국까지 보통 열흘 정도 걸려요 😊"),
            them(9, "그럼 이 화병으로 하고 싶어요.", story="vase"),
            them(1, "포장은 꼼꼼하게 부탁드려요 🙏"),
        ),
        picture="landscape", followers=6_320, verified=False,
        later=("혹시 같은 시리즈로 작은 접시도 있나요?",),
    ),
    Dialogue(
        "anna.sokolova.ceramics", "Анна Соколова", "ru", 13 * HOUR + 5,
        (
            them(0, "Здравствуйте! Подскажите, пожалуйста, какой температурой вы обжигаете матовую глазурь?"),
            us(55, "Добрый день! 1240 °C, электрическая печь, выдержка двадцать минут."),
            them(7, "А остываете с закрытой дверцей?", quotes=1),
            us(6, "Да, до ста градусов не открываем. Иначе идёт цек."),
            them(
                3 * HOUR,
                "Спасибо огромное, теперь всё понятно! Я три недели не могла понять, почему у меня на всех тарелках "
                "появляется сеточка. Грешила и на глину, и на глазурь, даже воду поменяла. Оказалось, просто "
                "не хватало терпения 😄 Если будете в наших краях, обязательно приходите в гости.",
                reaction="😂",
            ),
        ),
        picture="shelves", followers=9_760,
        later=("Первая партия вышла без сеточки! 🎉",),
    ),
    Dialogue(
        "carlos.ibanez.cocina", "Carlos Ibáñez", "es", 15 * HOUR + 20,
        (
            them(0, "¡Hola! Os mando cómo quedaron los platos en la carta nueva 👨‍🍳"),
            them(0.6, video="plates"),
            us(30, "¡Qué maravilla! Ese rojo sobre el blanco… 😍", reaction="🙌"),
            them(6 * HOUR, "Necesitamos doce más para la terraza. ¿Llegarían antes de mayo?"),
        ),
        picture="portrait", followers=31_400, verified=True, studio_follows=True,
        later=("Y si hay alguna taza suelta, también me la quedo.",),
    ),
    Dialogue(
        "wei.zhang.tea", "张伟", "zh", 18 * HOUR + 12,
        (
            them(0, "你好，请问这个茶壶的容量是多少？", photos=("mugs",)),
            us(50, "你好！大约 450 毫升，适合两到三个人。"),
            them(3, "正合适。可以定做一把小一点的吗？200 毫升左右。"),
            them(2, voice_s=11),
        ),
        followers=188, studio_follows=None,
        later=("不着急，春节之前都可以。",),
    ),
    Dialogue(
        "rachel.adeyemi", "Rachel Adeyemi", "en", 20 * HOUR + 34,
        (
            them(0, "Hi, I booked the throwing class on Saturday for two but my sister broke her wrist 😩"),
            us(14, "Oh no, poor her! We can move you both to January, or you come alone and we refund one place."),
            them(8, "January would be brilliant. Is the 16th still free?", quotes=1),
        ),
        picture="portrait", followers=947,
        later=("She sends her love and says left-handed throwing must be possible.",),
    ),
    Dialogue(
        "lucas.moreau", "Lucas Moreau", "fr", 22 * HOUR + 3,
        (
            them(0, unsupported=True),
            them(2, "Vous avez vu mon sondage ? 😄 Bleu ou vert pour les assiettes du resto ?"),
            us(20, "Vert, sans hésiter !"),
            them(4, "Alors va pour vingt-quatre vertes. Quel délai ?", reaction="👍"),
        ),
        picture="landscape", followers=12_090,
        later=("Le chef confirme : vingt-quatre vertes et deux plats de service.",),
    ),
    Dialogue(
        "greta.lund", "Greta Lund", "sv", 22 * HOUR + 46,
        (
            them(0, "Hej, locket till burken passar inte riktigt. Skickar en bild!"),
            them(0.5, view_once=True),
            us(15, "Hej Greta! Bilden försvann tyvärr, kan du skicka den en gång till?"),
            them(5, photos=("bowl",)),
            them(0.3, "Ser du glipan till vänster?"),
        ),
        followers=276,
        later=("Det går bra med en ny burk också 😊",),
    ),
    Dialogue(
        "arjun.mehta", "अर्जुन मेहता", "hi", 23 * HOUR + 30,
        (
            them(0, "नमस्ते! क्या आप शादी के लिए पचास छोटे दीये बना सकते हैं?"),
            us(3 * HOUR, "नमस्ते अर्जुन! ज़रूर। आपको कब तक चाहिए?"),
            them(25, "पाँच दिसंबर तक। रंग हल्का पीला हो तो अच्छा रहेगा 🪔"),
        ),
        picture="plant", followers=688,
        later=("क्या एक नमूना पहले मिल सकता है?",),
    ),
    Dialogue(
        "kilnandglaze.supply", "Kiln & Glaze Supply", "en", DAY + 4 * HOUR,
        (
            us(0, "Hello! Could you send us the price list for the frits, please?"),
            them(70, "Of course, here it is."),
            them(0.3, pdf="frit-prices-2027.pdf", reaction="👍"),
            us(12, "Perfect, thank you. We’ll order on Monday."),
            them(4, "Great. Orders before noon leave the same day: https://kilnandglaze.example/order"),
        ),
        picture="shelves", followers=84_600, verified=True, studio_follows=True,
    ),
)  # fmt: skip
