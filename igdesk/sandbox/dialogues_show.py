"""One conversation with a message of every kind that Instagram hands out."""

from igdesk.sandbox.script import HOUR, CardLine, Dialogue, Line, Shared, TemplateLine, them, us

ORDER = TemplateLine(
    cards=(
        CardLine(
            "Order 2041 is packed",
            "Six espresso cups, oatmeal. With you on Tuesday.",
            "mugs",
            buttons=(("Track the parcel", "https://parcels.example/2041"), ("Change the address", "")),
        ),
        CardLine(
            "Goes well with them",
            "Saucer, oatmeal · 14 €",
            "plates",
            buttons=(("See it in the shop", "https://fernandclay.example/saucers"),),
        ),
    )
)
HOURS = TemplateLine(
    "Thanks for writing! The studio answers between 9 and 17. What is it about?",
    buttons=(("Opening hours", "https://fernandclay.example/visit"), ("An order", ""), ("Something else", "")),
)
REEL = Shared("reel", "Trimming a moon jar", motif="vase", author="fernandclay.studio")
POST = Shared("post", "Winter glazes", "Four new ones, all food safe", motif="shelves", author="fernandclay.studio")
PRODUCT = Shared("product", "Serving bowl, moss", "64 €", motif="bowl", link="https://fernandclay.example/bowl-moss")

KINDS: dict[str, Line] = {
    "text": them(0, "Is it still there? https://fernandclay.example/bowl-moss"),
    "emoji": them(0, "🥰🏺"),
    "photo": them(0, photos=("bowl",)),
    "album": them(0, photos=("shelves", "plates", "mugs", "bowl", "vase")),
    "video": them(0, video="plates"),
    "voice": them(0, voice_s=24),
    "file": them(0, pdf="spring-order.pdf"),
    "gif": them(0, gif="bowl"),
    "sticker": them(0, sticker="plant"),
    "story_reply": them(0, "Is this one for sale?", story="vase"),
    "story_mention": them(0, mention="shop"),
    "reel": them(0, shared=REEL),
    "post": them(0, shared=POST),
    "product": them(0, shared=PRODUCT),
    "link": them(0, shared=Shared("link", "Kiln diary", link="https://kiln-diary.example/42")),
    "profile": them(0, unsupported=True),
    "story": them(0, withheld=True),
    "card": us(0, template=ORDER),
    "buttons": us(0, template=HOURS),
    "comment": them(0, comment=True),
    "withheld": them(0, withheld=True),
    "unsupported": them(0, unsupported=True),
    "view_once": them(0, view_once=True),
}
"""A message of each kind by name, for whoever drives the sandbox."""

SHOW: tuple[Dialogue, ...] = (
    Dialogue(
        "kvadrat.home", "Kvadrat Home", "en", 5 * HOUR + 52,
        (
            them(0, "Hello! Your mugs are on our shelf since this morning 🎉", mention="shop"),
            us(1, template=HOURS),
            us(9, "They look at home there. Thank you!", reaction="❤️"),
            them(3, photos=("shelves", "plates", "mugs", "bowl", "vase")),
            them(0.5, video="plates"),
            them(1, voice_s=24),
            us(14, "Lovely. The second shelf is asking for something tall, isn’t it?", quotes=3),
            them(2, "🥰🏺", reaction="❤️"),
            them(4, shared=REEL),
            them(0.3, "This one, how tall is it?", quotes=1),
            us(6, "34 cm. The green one on the shelf is 41.", reaction="👍"),
            them(1, shared=PRODUCT),
            them(2, withheld=True),
            them(0.4, view_once=True),
            them(5, pdf="spring-order.pdf"),
            us(11, template=ORDER, reaction="🙌"),
            them(2, sticker="plant"),
            them(20, unsupported=True),
            them(4, "Is this one for sale?", story="vase"),
            them(1, "And do you ship on Saturdays? https://kvadrat.example/deliveries"),
        ),
        picture="shop", followers=5_120, studio_follows=True,
        later=("We would also take two of the moon jars.",),
    ),
)  # fmt: skip
