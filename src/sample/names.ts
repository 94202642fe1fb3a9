/** Names of one heritage. Surnames are whole, or made of a front and a back part so that there are many. */
export interface Heritage {
  ethnicity: string;
  /** share among invented people */
  weight: number;
  female: readonly string[];
  male: readonly string[];
  family: readonly string[];
}

const words = (text: string): string[] => text.trim().split(/\s+/);
const joined = (fronts: string, backs: string): string[] =>
  words(fronts).flatMap((front) => words(backs).map((back) => front + back));

const ENGLISH_FAMILY = [
  ...words(`Adams Allen Archer Atkins Bailey Baker Barnes Barrett Bates Bell Bennett Berry Bird Bishop Booth Brooks Burgess Burton
    Butler Carter Chapman Clarke Coleman Collins Cook Cooper Cox Curtis Davidson Dawson Dixon Elliott Ellis Fisher Fletcher Ford Foster
    Fowler Fox Freeman Fuller Gardner Gibson Gilbert Goodwin Graham Grant Gray Green Hall Hamilton Hammond Harper Harris Harrison Hart
    Harvey Hawkins Hayes Higgins Hill Hodgson Holmes Hopkins Howard Hudson Hunt Hunter Ingram Jackson James Jennings Johnson Kaye Kemp
    King Knight Lamb Lane Lawson Lee Lowe Mann Marsh Marshall Mason Matthews May Miles Mills Mitchell Moore Morton Moss Nash Newman
    Nicholls Nicholson Norman Page Palmer Parker Parsons Pearson Perkins Perry Porter Potter Read Reeves Reynolds Richards Rose Russell
    Saunders Savage Sharp Shaw Simpson Slater Smith Spencer Stone Sutton Taylor Thompson Todd Turner Wade Walker Wallis Walsh Ward
    Warner Watkins Watson Watts Webb Webster West White Willis Wilson Wood Woods Wright Young`),
  ...joined(
    'Ash Beck Brad Brid Bur Cal Carl Cor Crow Dal Den El Fair Fal Far Gar Gil Had Hal Har Hat Hol Kel Kirk Lang Lin Lock Mar Mel Nor Oak Pen Pres Rad Red Rud Sel Shel Stan Stock Thorn Wal War Wes Whit Wil Win',
    'bourne bridge combe croft dale don field ford ham land ley man more shaw ton well wick wood worth',
  ),
];

export const HERITAGES: readonly Heritage[] = [
  {
    ethnicity: 'White British',
    weight: 62,
    female:
      words(`Abigail Alice Amanda Amelia Amy Angela Anna Beth Bethany Bridget Carol Caroline Catherine Charlotte Chloe Christine
      Claire Daisy Dawn Deborah Diane Donna Edith Eleanor Elizabeth Ella Ellie Emily Emma Erin Esme Evelyn Evie Faye Fiona Florence Freya
      Gemma Georgia Grace Hannah Harriet Hazel Heather Helen Hollie Imogen Isabel Isla Ivy Jade Jane Janet Jasmine Jean Jennifer Jessica
      Joan Joanne Jodie Josephine Julia Karen Kate Kathleen Kayleigh Kelly Kerry Kirsty Laura Lauren Leanne Lesley Lily Linda Lisa Lorraine
      Louise Lucy Lydia Maisie Margaret Maria Martha Mary Matilda Megan Melissa Michelle Millie Molly Naomi Natalie Nicola Olivia Paige
      Pamela Patricia Paula Phoebe Poppy Rachel Rebecca Rosie Ruby Ruth Sally Samantha Sandra Sarah Scarlett Sharon Sheila Shannon Sian
      Sophie Stacey Stephanie Susan Tamsin Teresa Tina Tracey Valerie Vanessa Victoria Violet Wendy Willow Yvonne Zara Zoe`),
    male: words(`Aaron Adam Adrian Alan Albert Alexander Alfie Andrew Anthony Archie Arthur Barry Benjamin Bradley Brandon Brian Bruce
      Callum Cameron Carl Charles Charlie Christopher Clive Colin Connor Craig Curtis Damian Daniel Darren David Dean Dennis Derek Dominic
      Donald Douglas Duncan Dylan Edward Elliot Eric Ethan Finley Francis Frank Freddie Gareth Gary Gavin Geoffrey George Gerald Glenn
      Gordon Graham Gregory Harry Harvey Henry Howard Hugh Ian Isaac Jack Jacob Jake James Jamie Jason Jeremy Joel John Jonathan Jordan
      Joseph Joshua Keith Kenneth Kevin Kieran Kyle Lee Leo Leon Lewis Liam Louis Luke Malcolm Marcus Mark Martin Matthew Max Michael Nathan
      Neil Nicholas Nigel Noah Oliver Oscar Owen Patrick Paul Peter Philip Ralph Raymond Reece Richard Robert Robin Roger Ronald Ross Roy
      Russell Ryan Samuel Scott Sean Shane Simon Spencer Stephen Stuart Terence Theo Thomas Timothy Toby Tony Trevor Tyler Victor Vincent
      Warren Wayne William Zachary`),
    family: ENGLISH_FAMILY,
  },
  {
    ethnicity: 'White British',
    weight: 7,
    female: words(
      'Angharad Bethan Bronwen Carys Catrin Ceri Cerys Delyth Eirlys Eleri Elin Ffion Gwen Gwenllian Haf Heledd Lowri Mair Manon Mari Megan Menna Mererid Nia Non Rhian Rhiannon Seren Sian Sioned',
    ),
    male: words(
      'Aled Alun Bryn Carwyn Dafydd Dewi Dylan Emrys Emyr Euan Gareth Geraint Gethin Glyn Gruffydd Gwilym Gwyn Huw Hywel Idris Ieuan Iestyn Iolo Iwan Llew Madoc Owain Rhodri Rhys Sion Tomos',
    ),
    family: words(
      'Bevan Bowen Davies Edwards Ellis Evans Gough Griffiths Gwynne Harries Howells Hughes Jenkins Jones Lewis Lloyd Meredith Morgan Morris Nicholas Owen Parry Penry Phillips Powell Price Probert Prosser Pryce Pugh Rees Richards Roberts Rosser Thomas Tudor Vaughan Watkin Williams Wynne',
    ),
  },
  {
    ethnicity: 'White British',
    weight: 7,
    female: words(
      'Ailsa Aileen Catriona Eilidh Elspeth Fiona Flora Isla Iona Jean Kirsty Lorna Mairi Mhairi Morag Morven Rhona Rowan Seonaid Sheena Shona Skye Una',
    ),
    male: words(
      'Alasdair Alistair Angus Archibald Calum Cameron Colin Craig Donald Dougal Duncan Ewan Fergus Finlay Fraser Gregor Hamish Hector Iain Innes Keir Lachlan Magnus Malcolm Murdo Murray Rory Ruaridh Struan',
    ),
    family:
      words(`Abercrombie Aitken Anderson Baird Barclay Bruce Buchanan Cairns Cameron Campbell Carmichael Crawford Cunningham Dalgleish
      Douglas Drummond Duff Dunbar Erskine Farquhar Ferguson Forbes Fraser Galbraith Gillespie Gordon Guthrie Innes Irvine Kerr Kinnaird
      Laidlaw Lennox Lindsay MacAllister MacArthur MacAulay MacDonald MacDougall MacFarlane MacGregor MacInnes MacIntyre MacKay MacKenzie
      MacKinnon MacLean MacLeod MacMillan MacNab MacNeil MacPherson MacRae Maxwell Menzies Moffat Munro Napier Ogilvie Ramsay Rennie
      Ross Rutherford Sinclair Stewart Strachan Sutherland Urquhart Wallace Wemyss`),
  },
  {
    ethnicity: 'White Irish',
    weight: 4,
    female: words(
      'Aisling Aoife Bernadette Bridie Caoimhe Ciara Clodagh Deirdre Eimear Fionnuala Grainne Maeve Mairead Niamh Nuala Orla Orlaith Roisin Saoirse Sinead Siobhan Sorcha Una',
    ),
    male: words(
      'Aidan Brendan Cathal Cian Ciaran Colm Conor Cormac Declan Dermot Diarmuid Donal Eamon Eoin Fergal Fintan Finbar Kieran Malachy Niall Oisin Padraig Ronan Ruairi Seamus Sean Tadhg',
    ),
    family:
      words(`Boyle Brady Brennan Byrne Callaghan Carey Casey Cassidy Connolly Coyle Cullen Daly Delaney Dempsey Devlin Doherty Dolan
      Donnelly Doyle Duffy Dunne Fagan Farrell Fitzgerald Fitzpatrick Flanagan Flynn Gallagher Geraghty Hennessy Hickey Hogan Kavanagh Keane
      Kearney Keenan Kelleher Kennedy Kinsella Lynch McCarthy McGrath McGuinness McKenna McLoughlin McMahon Molloy Moran Mulligan Murphy
      Nolan O'Brien O'Callaghan O'Connor O'Donnell O'Hara O'Keeffe O'Leary O'Mahony O'Neill O'Reilly O'Rourke O'Sullivan O'Toole Quigley
      Quinn Rafferty Redmond Regan Riordan Scanlon Sheehan Sheridan Tierney Toomey Tully Twomey`),
  },
  {
    ethnicity: 'Indian',
    weight: 4,
    female: words(
      'Aarti Ananya Anita Anjali Asha Deepa Divya Gurpreet Harleen Ishani Jaspreet Kavita Kiran Lakshmi Manpreet Meena Mira Neha Nisha Pooja Priya Radha Rani Rashmi Rekha Ritu Sangeeta Shreya Simran Sneha Sunita Swati Usha Vidya',
    ),
    male: words(
      'Ajay Amit Anand Arjun Ashok Balwinder Deepak Gurdeep Hardeep Harjit Inderjit Jagdeep Jatinder Karan Kuldeep Manoj Mohan Nikhil Parminder Pradeep Rahul Rajesh Rakesh Ravi Rohan Sachin Sandeep Sanjay Suresh Vijay Vikram',
    ),
    family: words(
      'Acharya Agarwal Ahuja Anand Bains Banerjee Basra Bhatt Chahal Chandra Chauhan Chopra Das Desai Dhillon Gill Goswami Grewal Gupta Iyer Johal Joshi Kapoor Kaur Khanna Kulkarni Kumar Lal Mahajan Malhotra Mehta Menon Mistry Nair Narayan Pandya Parekh Patel Pillai Prakash Rao Reddy Saini Sandhu Sharma Shah Sidhu Singh Solanki Soni Thakur Trivedi Varma Verma Vyas',
    ),
  },
  {
    ethnicity: 'Pakistani',
    weight: 4,
    female: words(
      'Aaliyah Aisha Ambreen Amina Asma Ayesha Bushra Faiza Farah Fatima Hafsa Hina Humaira Iqra Kiran Laiba Mahnoor Maryam Mehwish Nadia Naila Naz Noreen Rabia Rubina Saba Sadia Saima Samina Sana Shabana Shazia Sumaira Tahira Uzma Yasmin Zainab Zara',
    ),
    male: words(
      'Adeel Adnan Ahsan Ali Amir Arif Asad Asif Bilal Faisal Farhan Haroon Hassan Imran Irfan Jamal Kamran Kashif Khalid Majid Mohsin Mubashir Nadeem Naveed Omar Qasim Rashid Rizwan Saad Sajid Salman Shahid Shoaib Tahir Tariq Umar Usman Waqas Yasir Zahid',
    ),
    family: words(
      'Abbasi Afridi Ahmed Akhtar Akram Ali Anwar Arshad Ashraf Aslam Awan Aziz Baig Bashir Bhatti Butt Chaudhry Dar Farooq Ghani Gul Hafeez Haider Hameed Hussain Iqbal Ishaq Janjua Javed Kazmi Khalil Khan Latif Lodhi Mahmood Malik Mirza Mughal Nawaz Qadir Qureshi Rafiq Raja Rana Rauf Rehman Riaz Sadiq Saeed Shafiq Shah Shaikh Sharif Siddiqui Tanveer Yousaf Zafar Zaman',
    ),
  },
  {
    ethnicity: 'Bangladeshi',
    weight: 2,
    female: words(
      'Afsana Anika Farhana Fahmida Jannat Khadija Lipi Mahmuda Momtaz Nasima Nazia Nusrat Rahela Rehana Runa Rumana Sabina Salma Shamima Sharmin Shirin Sultana Tahmina Taslima',
    ),
    male: words(
      'Abdul Anisur Ashraful Azizur Faruk Habibur Jahangir Jamil Kamal Mahbub Mizanur Monir Mostafa Nazrul Rafiqul Rahim Ruhel Saiful Shafiq Shahin Sohel Tanvir Tareq Zakir',
    ),
    family: words(
      'Akanda Ali Alom Bari Begum Bhuiyan Biswas Chowdhury Dewan Fakir Haque Hossain Howlader Islam Kabir Karim Kazi Khatun Laskar Majumder Mannan Matin Miah Mollah Mondal Munshi Rahman Sarkar Sheikh Sikdar Talukder Uddin Ullah Zaman',
    ),
  },
  {
    ethnicity: 'Polish',
    weight: 3,
    female: words(
      'Agata Agnieszka Aleksandra Alicja Aneta Anna Barbara Beata Bozena Danuta Dorota Edyta Elzbieta Ewa Grazyna Hanna Iwona Izabela Joanna Justyna Kamila Karolina Kasia Katarzyna Kinga Magda Malgorzata Marta Monika Natalia Paulina Sylwia Teresa Urszula Weronika Wioletta Zofia',
    ),
    male: words(
      'Adam Andrzej Bartosz Damian Dariusz Dawid Grzegorz Jakub Jan Janusz Jaroslaw Jerzy Kamil Karol Krzysztof Leszek Lukasz Maciej Marcin Marek Mariusz Mateusz Michal Mikolaj Pawel Piotr Przemyslaw Rafal Robert Slawomir Stanislaw Szymon Tadeusz Tomasz Wojciech Zbigniew',
    ),
    family: joined(
      'Adam Bor Bran Czern Dab Dobr Gaj Grab Jaw Kal Kam Kow Kras Lip Mal Maz Mich Now Olsz Ostr Paw Pietr Rad Rud Rut Sad Sik Sob Sok Szym Tomasz Urb Wis Wit Wron Zab Zar Zawadz Ziel Zim',
      'ecki icki inski kowski owski',
    ),
  },
  {
    ethnicity: 'Romanian',
    weight: 2,
    female: words(
      'Adriana Alexandra Alina Ana Anca Andreea Bianca Camelia Carmen Corina Cristina Daniela Diana Elena Florentina Gabriela Georgiana Ileana Ioana Irina Larisa Loredana Luminita Madalina Mihaela Mirela Nicoleta Oana Ramona Raluca Roxana Simona Sorina Violeta',
    ),
    male: words(
      'Adrian Alexandru Andrei Bogdan Catalin Ciprian Claudiu Constantin Cosmin Costel Cristian Daniel Dragos Dumitru Emil Florin Gabriel Gheorghe Ion Ionut Laurentiu Liviu Lucian Marian Marius Mihai Mircea Nicolae Ovidiu Petru Radu Razvan Sergiu Silviu Sorin Stefan Tudor Valentin Vasile Viorel',
    ),
    family: words(
      'Albu Anghel Avram Badea Balan Barbu Bratu Bucur Ciobanu Cojocaru Constantinescu Cozma Craciun Cristea Danciu Diaconu Dima Dinu Dobre Dragan Dumitrescu Enache Filip Florea Georgescu Gheorghiu Grigore Iancu Ilie Ionescu Lazar Lungu Lupu Manole Marin Matei Mihalache Mocanu Moldovan Munteanu Musat Neagu Nistor Oprea Paun Petrescu Popa Popescu Radulescu Roman Rotaru Rusu Sandu Serban Stan Stanciu Stoica Suciu Tanase Toma Tudose Ungureanu Ursu Vlad Voicu Zamfir',
    ),
  },
  {
    ethnicity: 'Arab',
    weight: 2,
    female: words(
      'Abeer Amal Amira Dalia Dina Eman Farida Ghada Hala Hanan Heba Hoda Huda Iman Jamila Layla Lina Maha Mona Nadine Nahla Noor Noura Rania Reem Rima Safa Salma Samar Samira Shadia Souad Suha Wafa Yara Zeina',
    ),
    male: words(
      'Abdallah Adel Ahmad Akram Amjad Ashraf Ayman Bassam Faris Fadi Ghassan Hadi Hani Hatem Hussam Ibrahim Issam Jamal Karim Khaled Mahmoud Maher Majed Marwan Mazen Mohamed Munir Nabil Nasser Omar Osama Rami Samir Tamer Walid Yahya Youssef Ziad',
    ),
    family: words(
      'Abbas Abboud Al-Amin Al-Bakri Al-Fayed Al-Hadi Al-Hakim Al-Jabri Al-Karim Al-Masri Al-Najjar Al-Rashid Al-Saadi Al-Sayed Al-Tamimi Ayoub Aziz Badawi Barakat Bishara Darwish Fadel Farah Ghanem Habib Haddad Hamdan Hanna Hariri Hijazi Ismail Jaber Kanaan Kassem Khalil Khoury Mansour Mahfouz Masoud Mourad Nasr Nassar Odeh Qasem Ramadan Rizk Saab Saad Sabbagh Saleh Salem Shaheen Shalabi Sleiman Tahan Zaki',
    ),
  },
  {
    ethnicity: 'Black African',
    weight: 5,
    female: words(
      'Abena Abimbola Adaeze Adanna Adwoa Afia Akosua Ama Amaka Amara Aminata Ayodele Binta Blessing Bukola Chiamaka Chidinma Chioma Comfort Ebele Efua Esi Fatou Folake Funmilayo Grace Ifeoma Kemi Mariama Mercy Ngozi Nkechi Ola Patience Precious Sade Temitope Titilayo Yaa Yewande',
    ),
    male: words(
      'Adebayo Ademola Akin Ayo Babatunde Chidi Chike Chinedu Chukwudi Ebenezer Ekow Emeka Femi Gbenga Ibrahima Ifeanyi Ikenna Kelechi Kofi Kojo Kola Kwabena Kwadwo Kwaku Kwame Kwasi Lamin Modou Musa Nana Nnamdi Obinna Olumide Olusegun Oluwaseun Segun Tunde Uche Wale Yaw',
    ),
    family:
      words(`Abiola Aboagye Acheampong Achebe Adebayo Adeleke Adeyemi Adjei Afolabi Agyeman Aidoo Ajayi Akande Akinola Amadi Amoah Ampofo
      Anane Ansah Antwi Appiah Asante Asamoah Awolowo Ayodele Azikiwe Balogun Bangura Boateng Bonsu Ceesay Conteh Darko Diallo Ekwueme Eze
      Frimpong Gyasi Ibe Igwe Jalloh Jammeh Kamara Koroma Kuffour Mensah Njie Nwachukwu Nwosu Obi Ofori Ogunleye Ojo Okafor Okeke Okonkwo
      Okoro Okoye Oladipo Olawale Opoku Osei Owusu Oyelaran Quaye Sarpong Sesay Sowah Tetteh Touray Turay Uzor Yeboah`),
  },
  {
    ethnicity: 'Black Caribbean',
    weight: 3,
    female: words(
      'Alicia Andrea Beverley Camille Cassandra Cherelle Claudette Cynthia Denise Dionne Gloria Ingrid Jacqueline Janelle Joy Keisha Latoya Leonie Marcia Marlene Merlene Monique Natasha Paulette Rhonda Sandra Shanice Sharlene Simone Sonia Tamara Tanisha Veronica Yvette',
    ),
    male: words(
      'Andre Anton Carlton Clifton Courtney Dante Delroy Demetrius Desmond Devon Dwayne Earl Errol Everton Fitzroy Garfield Glenroy Horace Jermaine Junior Kemar Lennox Leroy Linford Lloyd Marlon Neville Orville Rohan Romaine Rudolph Tyrone Vernon Winston',
    ),
    family: words(
      'Alleyne Bailey Barrett Beckford Blackwood Blake Brathwaite Bryan Campbell Clarke Codrington Cumberbatch Daley Dacosta Dixon Downer Edmunds Facey Francis Gayle Gittens Gordon Grant Haughton Henry Hinds Hylton Joseph Laing Lewin Linton McKenzie Morrison Nembhard Nugent Parchment Pinnock Powell Reid Salmon Samuels Sinclair Springer Thorpe Trotman Walcott Walters Weekes Whyte',
    ),
  },
  {
    ethnicity: 'Chinese',
    weight: 2,
    female: words(
      'Ai Bo Chun Fang Fen Hong Hua Hui Jia Jiayi Jing Juan Lan Lei Lian Lili Lin Ling Mei Meiling Min Na Ning Ping Qian Qing Rong Rui Shan Shu Ting Wei Xia Xiaoyan Xin Xiu Xue Yan Ying Yu Yun Zhen',
    ),
    male: words(
      'An Bin Bo Chao Cheng Chi Da De Dong Feng Gang Guang Hai Hao Heng Jian Jie Jun Kai Keung Lei Liang Long Ming Ping Qiang Rong Shan Tao Wai Wei Wen Xiang Yang Yi Yong Yuan Zhi Zhong',
    ),
    family: words(
      'Bai Cai Cao Chan Chang Chen Cheng Cheung Chiu Choi Chow Deng Fan Fang Feng Fung Gao Guo Han He Ho Hou Hu Huang Jiang Kong Kwok Lai Lam Lau Leung Li Liang Lin Ling Liu Lo Luo Ma Mak Ng Ning Pan Peng Qian Shen Shi Song Su Sun Szeto Tam Tan Tang Tian Tse Tsui Wan Wang Wei Wong Wu Xiao Xie Xu Yan Yang Yao Ye Yeung Yip Yu Yuan Zeng Zhang Zhao Zheng Zhou Zhu',
    ),
  },
  {
    ethnicity: 'Any other White background',
    weight: 3,
    female: words(
      'Ana Beatriz Catarina Clara Cristiana Diana Fernanda Filipa Ines Isabel Joana Juliana Leonor Lurdes Luisa Madalena Mafalda Margarida Mariana Marta Matilde Patricia Rita Rosa Sara Silvia Sofia Susana Teresa Vera',
    ),
    male: words(
      'Afonso Antonio Armando Bruno Carlos Diogo Duarte Eduardo Fernando Filipe Francisco Gonçalo Guilherme Helder Hugo Joaquim Jorge Jose Luis Manuel Mario Miguel Nuno Paulo Pedro Rafael Ricardo Rui Sergio Tiago Vasco Vitor',
    ),
    family: words(
      'Abreu Almeida Alves Amaral Antunes Araújo Azevedo Baptista Barbosa Barros Borges Braga Branco Brito Cardoso Carneiro Carvalho Castro Coelho Correia Costa Cruz Cunha Domingues Esteves Faria Fernandes Ferreira Figueiredo Fonseca Freitas Gaspar Gomes Gonçalves Guerreiro Henriques Leal Leite Lopes Loureiro Macedo Machado Magalhães Marques Martins Matos Melo Mendes Miranda Monteiro Morais Moreira Moura Neves Nogueira Nunes Oliveira Pacheco Pereira Pinheiro Pinto Pires Ramos Reis Ribeiro Rocha Rodrigues Sampaio Santos Silva Soares Sousa Tavares Teixeira Vaz Vieira Xavier',
    ),
  },
];
