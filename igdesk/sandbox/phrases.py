"""What people say while the sandbox runs, by language."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Phrases:
    openers: tuple[str, ...]
    """Somebody writes by themselves."""
    thanks: tuple[str, ...]
    """Answers to what the studio said."""
    answers: tuple[str, ...]
    """Answers to what the studio asked."""
    seconds: tuple[str, ...]
    """A second message right after an answer."""
    slip: tuple[str, str]
    """A message and what it is edited into."""
    mistake: str
    """A message that is taken back."""
    phone: tuple[str, ...]
    """What the studio writes from the phone."""


PHRASES: dict[str, Phrases] = {
    "en": Phrases(
        (
            "Do you still have the speckled mugs?",
            "Quick question: are the plates microwave safe?",
            "Hi! When is your next seconds sale?",
            "Could I book a place in the wheel-throwing class in January?",
            "The bowl arrived in one piece, it’s beautiful 😍",
            "Is the studio open this Sunday?",
            "Would you ship to Edinburgh?",
            "What’s the diameter of the small plate?",
            "Do you take commissions at the moment?",
            "How do I get tea stains out of the matt glaze?",
        ),
        ("Perfect, thank you so much!", "Brilliant, thanks for the quick reply 🙏", "Ah, good to know. Thank you!",
         "Wonderful 😊", "Great, that works for me."),
        ("Yes please!", "Let me measure and get back to you.", "The green one, definitely.", "Two, if that’s possible.",
         "Either is fine, whatever is easier for you."),
        ("Can’t wait!", "Say hi to the kiln cat 🐈", "One more thing: could you wrap it as a gift?"),
        ("I’d like the bleu one, 32 cm", "I’d like the blue one, 32 cm"),
        "Can you pick up milk on the way home?",
        ("Answering from the market, more tonight!", "I’ll check the kiln tonight 🔥"),
    ),
    "de": Phrases(
        (
            "Gibt es die gesprenkelten Becher noch?",
            "Hallo! Kann man bei euch auch einen Töpferkurs verschenken?",
            "Sind die Teller spülmaschinenfest?",
            "Habt ihr am Samstag offen?",
            "Die Vase ist heil angekommen, sie ist wunderschön 😍",
            "Liefert ihr auch in die Schweiz?",
        ),
        ("Super, vielen Dank!", "Klasse, danke für die schnelle Antwort 🙏", "Alles klar, dann warte ich ab.",
         "Das freut mich!"),
        ("Ja gern!", "Ich messe nach und melde mich.", "Am liebsten in Grün.", "Zwei Stück, wenn es geht."),
        ("Ich freue mich schon!", "Könntet ihr es als Geschenk einpacken?"),
        ("Dann nehme ich die grose Schale", "Dann nehme ich die große Schale"),
        "Kaufst du noch Brot auf dem Heimweg?",
        ("Bin gerade auf dem Markt, Näheres heute Abend!",),
    ),
    "pt": Phrases(
        (
            "Olá! Ainda têm as canecas salpicadas?",
            "Fazem envios para os Açores?",
            "A taça chegou inteira, é linda 😍",
            "Quando é o próximo workshop de roda?",
        ),
        ("Perfeito, muito obrigado!", "Que bom, obrigada pela resposta rápida 🙏", "Está ótimo assim."),
        ("Sim, por favor!", "Prefiro a verde.", "Duas, se for possível."),
        ("Mal posso esperar!", "Pode embrulhar para oferta?"),
        ("Fico com o vazo grande", "Fico com o vaso grande"),
        "Compras pão quando vieres?",
        ("Estou na feira, respondo logo à noite!",),
    ),
    "fr": Phrases(
        (
            "Bonjour ! Il vous reste des tasses mouchetées ?",
            "Est-ce que les assiettes passent au lave-vaisselle ?",
            "Le bol est bien arrivé, il est magnifique 😍",
            "Vous êtes ouverts dimanche ?",
        ),
        ("Parfait, merci beaucoup !", "Super, merci pour la réponse rapide 🙏", "Très bien, j’attends votre message."),
        ("Oui, avec plaisir !", "Plutôt le vert.", "Deux, si c’est possible."),
        ("J’ai hâte !", "Vous pourriez faire un paquet cadeau ?"),
        ("Je prends le grand vaze", "Je prends le grand vase"),
        "Tu passes prendre du pain ?",
        ("Je suis au marché, je réponds ce soir !",),
    ),
    "es": Phrases(
        (
            "¡Hola! ¿Todavía tenéis las tazas moteadas?",
            "¿Los platos se pueden meter en el microondas?",
            "El cuenco llegó enterito, es precioso 😍",
            "¿Hacéis envíos a Canarias?",
        ),
        ("¡Perfecto, muchas gracias!", "Genial, gracias por contestar tan rápido 🙏", "Vale, lo espero entonces."),
        ("¡Sí, por favor!", "El verde, sin duda.", "Dos, si puede ser."),
        ("¡Qué ganas!", "¿Me lo envolvéis para regalo?"),
        ("Me quedo con el jarron grande", "Me quedo con el jarrón grande"),
        "¿Compras pan de camino a casa?",
        ("Estoy en el mercado, ¡contesto esta noche!",),
    ),
    "ar": Phrases(
        ("هل ما زالت الأكواب المنقطة متوفرة؟", "هل ترسلون إلى عمّان؟", "وصل الطبق سليمًا وهو رائع 😍"),
        ("ممتاز، شكرًا جزيلًا!", "شكرًا على الرد السريع 🙏", "رائع، هذا يناسبني."),
        ("نعم من فضلكم!", "أفضّل اللون الأخضر.", "قطعتان إن أمكن."),
        ("متحمسة جدًا!", "هل يمكن تغليفها كهدية؟"),
        ("أريد المزهريه الكبيرة", "أريد المزهرية الكبيرة"),
        "هل تشتري الخبز في طريقك؟",
        ("أنا في السوق الآن، سأجيب مساءً!",),
    ),
    "he": Phrases(
        ("היי! נשארו עוד ספלים מנומרים?", "אתם שולחים לחיפה?", "הקערה הגיעה שלמה, היא מהממת 😍"),
        ("מושלם, תודה רבה!", "תודה על התשובה המהירה 🙏", "מעולה, מתאים לי."),
        ("כן, בבקשה!", "אני מעדיפה את הירוק.", "שניים, אם אפשר."),
        ("כבר מחכה!", "אפשר לעטוף כמתנה?"),
        ("אני אקח את האגרטל הגדל", "אני אקח את האגרטל הגדול"),
        "תקנה לחם בדרך הביתה?",
        ("אני בשוק עכשיו, אענה בערב!",),
    ),
    "ja": Phrases(
        ("斑点のマグカップはまだありますか？", "食洗機で使えますか？", "器が無事に届きました。とても綺麗です😍"),
        ("ありがとうございます！", "早速のお返事、ありがとうございます🙏", "承知しました。楽しみにしています。"),
        ("はい、お願いします！", "緑のほうが好みです。", "できれば二つお願いします。"),
        ("楽しみです！", "ギフト包装もお願いできますか？"),
        ("大きい鉢でお願いしまs", "大きい鉢でお願いします"),
        "帰りに牛乳を買ってきて",
        ("今マルシェに来ています。夜にお返事します！",),
    ),
    "zh": Phrases(
        ("请问斑点马克杯还有吗？", "盘子可以放进微波炉吗？", "碗收到了，特别好看😍"),
        ("太好了，谢谢！", "谢谢这么快回复🙏", "好的，那我等消息。"),
        ("好的，麻烦了！", "我更喜欢绿色的。", "如果可以的话要两个。"),
        ("好期待！", "可以包装成礼物吗？"),
        ("我要大的那个花平", "我要大的那个花瓶"),
        "回家路上买点牛奶",
        ("我在集市上，晚上回复！",),
    ),
    "ko": Phrases(
        ("점박이 머그컵 아직 있나요?", "식기세척기 사용 가능한가요?", "그릇 잘 도착했어요, 정말 예뻐요 😍"),
        ("완벽해요, 감사합니다!", "빠른 답변 감사해요 🙏", "네, 그럼 기다릴게요."),
        ("네, 부탁드려요!", "초록색이 더 좋아요.", "가능하면 두 개요."),
        ("기대돼요!", "선물 포장도 될까요?"),
        ("큰 화뱡으로 할게요", "큰 화병으로 할게요"),
        "집에 올 때 우유 좀 사 와",
        ("지금 마켓이라 저녁에 답장드릴게요!",),
    ),
    "hi": Phrases(
        ("क्या चित्तीदार मग अभी भी उपलब्ध हैं?", "क्या आप पुणे तक भेजते हैं?", "कटोरा सही-सलामत पहुँच गया, बहुत सुंदर है 😍"),
        ("बहुत बढ़िया, धन्यवाद!", "इतनी जल्दी जवाब के लिए शुक्रिया 🙏", "ठीक है, मैं इंतज़ार करूँगी।"),
        ("जी हाँ, कृपया!", "हरा वाला।", "हो सके तो दो।"),
        ("बेसब्री से इंतज़ार है!", "क्या इसे उपहार की तरह पैक कर सकते हैं?"),
        ("मुझे बडा फूलदान चाहिए", "मुझे बड़ा फूलदान चाहिए"),
        "घर आते समय दूध ले आना",
        ("अभी बाज़ार में हूँ, शाम को जवाब दूँगी!",),
    ),
    "ru": Phrases(
        ("Здравствуйте! Крапчатые кружки ещё есть?", "Тарелки можно мыть в посудомойке?",
         "Миска доехала целой, очень красивая 😍"),
        ("Отлично, большое спасибо!", "Спасибо за быстрый ответ 🙏", "Хорошо, тогда жду."),
        ("Да, пожалуйста!", "Лучше зелёную.", "Две, если можно."),
        ("Жду с нетерпением!", "Можно упаковать как подарок?"),
        ("Беру большую вазу, 30 см высатой", "Беру большую вазу, 30 см высотой"),
        "Купи хлеба по дороге",
        ("Я сейчас на ярмарке, отвечу вечером!",),
    ),
    "tr": Phrases(
        ("Merhaba! Benekli kupalar hâlâ var mı?", "Tabaklar bulaşık makinesine uygun mu?",
         "Kâse sağ salim geldi, çok güzel 😍"),
        ("Harika, çok teşekkürler!", "Hızlı cevap için teşekkürler 🙏", "Tamam, bekliyorum."),
        ("Evet, lütfen!", "Yeşil olanı isterim.", "Mümkünse iki tane."),
        ("Sabırsızlanıyorum!", "Hediye paketi yapabilir misiniz?"),
        ("Büyük vazoyu alcağım", "Büyük vazoyu alacağım"),
        "Gelirken süt alır mısın?",
        ("Şu an pazardayım, akşam yazarım!",),
    ),
    "sv": Phrases(
        ("Hej! Har ni kvar de prickiga muggarna?", "Tål tallrikarna diskmaskin?", "Skålen kom fram hel, så fin 😍"),
        ("Perfekt, tack så mycket!", "Tack för snabbt svar 🙏", "Toppen, då väntar jag."),
        ("Ja tack!", "Helst den gröna.", "Två, om det går."),
        ("Längtar!", "Kan ni slå in den som present?"),
        ("Jag tar den stora vassen", "Jag tar den stora vasen"),
        "Köper du mjölk på vägen hem?",
        ("Står på marknaden, svarar ikväll!",),
    ),
}  # fmt: skip


def phrases_of(language: str) -> Phrases:
    return PHRASES.get(language, PHRASES["en"])
