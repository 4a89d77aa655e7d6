"""What the code of the solution pages and recipes says about itself: the paragraphs of its docstrings, and its comments.

The code is written in English; `remarks.py` of the extension puts the words of the page's language in their place.
"""

from grader.text import Text

REMARKS = (
    # solutions/check_instance_norm.py
    Text(
        en="A test for any implementation of instance normalization: wrong ones are refused, right ones pass.",
        vi="Kiểm thử cho mọi cách cài đặt chuẩn hóa instance: từ chối phiên bản sai, cho qua phiên bản đúng.",
    ),
    Text(
        en="Raise AssertionError unless `instance_norm(x, eps=1e-5)` normalizes every instance and does nothing else.",
        vi="Phát sinh AssertionError, trừ khi `instance_norm(x, eps=1e-5)` chuẩn hóa mọi instance và không làm gì khác.",
    ),
    Text(
        en="Inputs of shape (batch, sequence_length, features), each of which shows what the others hide.",
        vi="Các đầu vào có shape (batch, độ dài chuỗi, số đặc trưng); mỗi đầu vào làm lộ điều mà các đầu vào kia che đi.",
    ),
    Text(
        en="Check one call against the definition: what comes out, and that the input stays as it was.",
        vi="So một lời gọi với định nghĩa: kết quả ra sao, và đầu vào có còn nguyên không.",
    ),
    Text(
        en="What instance normalization is: mean and biased variance over the sequence, eps inside the root.",
        vi="Chuẩn hóa instance là gì: trung bình và phương sai chệch theo chuỗi, eps nằm trong căn.",
    ),
    Text(
        en="Check that an output stays what it was when the function is called again with another x of the same shape.",
        vi="Kiểm tra rằng đầu ra vẫn như cũ sau khi hàm được gọi lại với một x khác có cùng shape.",
    ),
    Text(en="features of different mean and scale", vi="các đặc trưng khác nhau về trung bình và thang đo"),
    Text(en="B = L: broadcasting cannot object", vi="B = L: broadcasting không báo lỗi được"),
    Text(en="L = F", vi="L = F"),
    Text(en="one token: a variance of 0", vi="một token: phương sai bằng 0"),
    Text(en="one number", vi="một con số"),
    Text(en="one sample", vi="một mẫu"),
    Text(en="one feature", vi="một đặc trưng"),
    Text(en="a variance about as small as the default eps", vi="phương sai nhỏ cỡ eps mặc định"),
    Text(en="equal numbers", vi="các số bằng nhau"),
    Text(en="large numbers", vi="các số lớn"),
    Text(en="a lonely 1: a large output, up or down", vi="một số 1 đơn độc: đầu ra lớn, dương hay âm"),
    Text(en="100 or more", vi="từ 100 trở lên"),
    Text(
        en="float32 may round more than any test allows",
        vi="float32 có thể làm tròn nhiều hơn mức mà kiểm thử cho phép",
    ),
    # solutions/instance_norm.py
    Text(en="Instance normalization as a function.", vi="Chuẩn hóa instance viết thành một hàm."),
    Text(
        en='Source of the formula: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization", 2016, arXiv:1607.08022.',
        vi='Nguồn của công thức: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization", 2016, arXiv:1607.08022.',
    ),
    Text(
        en="Normalize x of shape (batch, sequence_length, features) over the sequence: (x - mean) / sqrt(var + eps).",
        vi="Chuẩn hóa x có shape (batch, độ dài chuỗi, số đặc trưng) theo chuỗi: (x - mean) / sqrt(var + eps).",
    ),
    Text(
        en="Every instance, one feature of one sample, has its own mean and biased variance. The result is a new array of the shape and dtype of x. Raises ValueError if x does not have three axes.",
        vi="Mỗi instance, tức một đặc trưng của một mẫu, có trung bình và phương sai chệch riêng. Kết quả là một mảng mới, cùng shape và dtype với x. Phát sinh ValueError nếu x không có ba trục.",
    ),
    # solutions/instance_norm_1d.py
    Text(
        en="Instance normalization as a layer with a scale and a shift for each feature.",
        vi="Chuẩn hóa instance viết thành một tầng, mỗi đặc trưng có hệ số tỷ lệ và độ dời riêng.",
    ),
    Text(
        en='Source of the formula: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization", 2016, arXiv:1607.08022; gamma and beta as in Ioffe, Szegedy, "Batch Normalization", 2015, arXiv:1502.03167.',
        vi='Nguồn của công thức: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization", 2016, arXiv:1607.08022; gamma và beta như trong Ioffe, Szegedy, "Batch Normalization", 2015, arXiv:1502.03167.',
    ),
    Text(
        en="Instance normalization of text tensors of shape (batch, sequence_length, features).",
        vi="Chuẩn hóa instance cho tensor văn bản có shape (batch, độ dài chuỗi, số đặc trưng).",
    ),
    Text(
        en="Every instance, one feature of one sample, is normalized over its own sequence, then scaled by gamma and shifted by beta: y = gamma * (x - mean) / sqrt(var + eps) + beta, with the biased variance (divided by sequence_length).",
        vi="Mỗi instance, tức một đặc trưng của một mẫu, được chuẩn hóa theo chuỗi của riêng nó, rồi nhân với hệ số tỷ lệ gamma và cộng độ dời beta: y = gamma * (x - mean) / sqrt(var + eps) + beta, với phương sai chệch (chia cho độ dài chuỗi).",
    ),
    Text(
        en="`gamma` and `beta` are arrays of shape (num_features,) that start at ones and zeros; assign new ones freely.",
        vi="`gamma` và `beta` là hai mảng có shape (num_features,), lúc đầu toàn 1 và toàn 0; cứ tự do gán mảng mới.",
    ),
    Text(en="Make a layer for `num_features` features.", vi="Tạo một tầng cho `num_features` đặc trưng."),
    Text(
        en="Raises ValueError if num_features is below 1 or eps is negative.",
        vi="Phát sinh ValueError nếu num_features nhỏ hơn 1 hay eps âm.",
    ),
    Text(
        en="Normalize x of shape (batch, sequence_length, num_features); the result is a new array of that shape.",
        vi="Chuẩn hóa x có shape (batch, độ dài chuỗi, num_features); kết quả là một mảng mới có cùng shape.",
    ),
    Text(
        en="Raises ValueError if x has another number of axes or features.",
        vi="Phát sinh ValueError nếu x có số trục hay số đặc trưng khác.",
    ),
    # solutions/cumulative_instance_norm.py
    Text(
        en="Instance normalization that hears no future: each position is normalized by the tokens up to it.",
        vi="Chuẩn hóa instance không nghe tương lai: mỗi vị trí được chuẩn hóa theo các token tính đến vị trí đó.",
    ),
    Text(
        en='Source of the idea: the cumulative layer normalization of Luo, Mesgarani, "Conv-TasNet", 2019, arXiv:1809.07454, here with one feature at a time. Source of the shift: Chan, Golub, LeVeque, "Algorithms for Computing the Sample Variance: Analysis and Recommendations", The American Statistician 37(3), 1983.',
        vi='Nguồn của ý tưởng: chuẩn hóa theo tầng tích lũy của Luo, Mesgarani, "Conv-TasNet", 2019, arXiv:1809.07454, ở đây làm riêng từng đặc trưng. Nguồn của phép trừ: Chan, Golub, LeVeque, "Algorithms for Computing the Sample Variance: Analysis and Recommendations", The American Statistician 37(3), 1983.',
    ),
    Text(
        en="Normalize position t of every instance by the mean and the biased variance of its tokens 0 to t.",
        vi="Chuẩn hóa vị trí t của từng instance theo trung bình và phương sai chệch của các token từ 0 đến t.",
    ),
    Text(
        en="x has shape (batch, sequence_length, features) and is float64; the result is a new array of that shape. Takes one pass over the sequence. Raises ValueError if x does not have three axes.",
        vi="x có shape (batch, độ dài chuỗi, số đặc trưng), kiểu float64; kết quả là một mảng mới có cùng shape. Chỉ đi qua chuỗi một lượt. Phát sinh ValueError nếu x không có ba trục.",
    ),
    Text(
        en="Small wherever the sequence lies, and known from the start.",
        vi="Chuỗi nằm ở đâu thì hiệu này cũng nhỏ, và có ngay từ đầu.",
    ),
    # solutions/instance_norm_backward.py
    Text(
        en="The backward pass of instance normalization with gamma and beta.",
        vi="Lượt truyền ngược của chuẩn hóa instance có gamma và beta.",
    ),
    Text(
        en='Source of the formulas: the chain rule, as in section 3 of Ioffe, Szegedy, "Batch Normalization", 2015, arXiv:1502.03167, with the means over one sequence instead of a batch.',
        vi='Nguồn của các công thức: quy tắc dây chuyền, như trong mục 3 của Ioffe, Szegedy, "Batch Normalization", 2015, arXiv:1502.03167, với các trung bình lấy theo một chuỗi thay vì theo batch.',
    ),
    Text(
        en="The gradients of sum(dy * y) with respect to x, gamma and beta, where y = gamma * x_hat + beta.",
        vi="Gradient của sum(dy * y) theo x, gamma và beta, trong đó y = gamma * x_hat + beta.",
    ),
    Text(
        en="dy and x have shape (batch, sequence_length, features), gamma (features,). The results dx, dgamma and dbeta are new arrays of the shapes of x, gamma and gamma; they do not depend on beta. Raises ValueError if x does not have three axes, or dy and gamma do not fit it.",
        vi="dy và x có shape (batch, độ dài chuỗi, số đặc trưng), gamma có shape (số đặc trưng,). Kết quả dx, dgamma và dbeta là các mảng mới, có shape của x, gamma và gamma; chúng không phụ thuộc beta. Phát sinh ValueError nếu x không có ba trục, hay dy và gamma không khớp với x.",
    ),
    Text(
        en="What dy does by moving the mean of the instance, and by moving its variance, is taken off.",
        vi="Trừ đi phần mà dy gây ra khi làm dịch trung bình của instance, và khi làm đổi phương sai của nó.",
    ),
    # solutions/instance_stats.py
    Text(
        en="The mean and the variance of every instance of a text tensor.",
        vi="Trung bình và phương sai của từng instance trong một tensor văn bản.",
    ),
    Text(
        en='Source of the formulas: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization", 2016, arXiv:1607.08022; the sum over pixels there is a sum over the sequence here.',
        vi='Nguồn của các công thức: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization", 2016, arXiv:1607.08022; tổng theo các điểm ảnh ở đó là tổng theo chuỗi ở đây.',
    ),
    Text(
        en="The mean and the biased variance (divided by sequence_length) over the sequence, for each sample and feature.",
        vi="Trung bình và phương sai chệch (chia cho độ dài chuỗi) theo chuỗi, cho từng mẫu và từng đặc trưng.",
    ),
    Text(
        en="x has shape (batch, sequence_length, features); both results have shape (batch, 1, features) and the dtype of x. Raises ValueError if x does not have three axes.",
        vi="x có shape (batch, độ dài chuỗi, số đặc trưng); cả hai kết quả có shape (batch, 1, số đặc trưng) và dtype của x. Phát sinh ValueError nếu x không có ba trục.",
    ),
    # solutions/masked_instance_norm.py
    Text(
        en="Instance normalization of padded sequences: the statistics are those of the tokens, and padding comes out as 0.",
        vi="Chuẩn hóa instance cho chuỗi có phần đệm: chỉ các token được tính vào thống kê, còn phần đệm ra 0.",
    ),
    Text(
        en='Source of the formula: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization", 2016, arXiv:1607.08022; the sums run over the tokens that the mask names, and are divided by their number.',
        vi='Nguồn của công thức: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization", 2016, arXiv:1607.08022; các tổng lấy theo những token mà mặt nạ chỉ ra, rồi chia cho số token đó.',
    ),
    Text(
        en="Normalize every instance of x over its tokens alone; what stands in the padding does not matter.",
        vi="Chuẩn hóa từng instance của x chỉ theo các token của nó; phần đệm chứa gì cũng không ảnh hưởng.",
    ),
    Text(
        en="x has shape (batch, sequence_length, features) and mask (batch, sequence_length): True where a token is. The result is a new array of the shape and dtype of x, exactly 0 in the padding. Raises ValueError if x does not have three axes or mask does not have the first two of them.",
        vi="x có shape (batch, độ dài chuỗi, số đặc trưng), còn mặt nạ mask có shape (batch, độ dài chuỗi): True ở chỗ có token. Kết quả là một mảng mới, cùng shape và dtype với x, đúng bằng 0 ở phần đệm. Phát sinh ValueError nếu x không có ba trục, hay mask không có đúng hai trục đầu của x.",
    ),
    Text(
        en="A sample without tokens would be divided by 0; its sums are 0 whatever they are divided by.",
        vi="Mẫu không có token nào thì phải chia cho 0; các tổng của nó bằng 0, chia cho số nào cũng vậy.",
    ),
    # solutions/masked_instance_norm_1d.py
    Text(
        en="Masked instance normalization as a layer with a scale and a shift for each feature.",
        vi="Chuẩn hóa instance có mặt nạ dưới dạng một tầng, mỗi đặc trưng một hệ số tỷ lệ và một độ dời.",
    ),
    Text(
        en='Source of the formula: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization", 2016, arXiv:1607.08022; gamma and beta as in Ioffe, Szegedy, "Batch Normalization", 2015, arXiv:1502.03167; the sums run over the tokens that the mask names, and are divided by their number.',
        vi='Nguồn của công thức: Ulyanov, Vedaldi, Lempitsky, "Instance Normalization: The Missing Ingredient for Fast Stylization", 2016, arXiv:1607.08022; gamma và beta như trong Ioffe, Szegedy, "Batch Normalization", 2015, arXiv:1502.03167; các tổng lấy theo những token mà mặt nạ chỉ ra, rồi chia cho số token đó.',
    ),
    Text(
        en="Instance normalization of padded text tensors, which leaves the padding at exactly 0.",
        vi="Chuẩn hóa instance cho tensor văn bản có phần đệm, và phần đệm ra đúng bằng 0.",
    ),
    Text(
        en="At tokens y = gamma * (x - mean) / sqrt(var + eps) + beta, with the mean and the biased variance of the tokens of that instance; in the padding y = 0, whatever gamma and beta are.",
        vi="Ở các token, y = gamma * (x - mean) / sqrt(var + eps) + beta, với trung bình và phương sai chệch của các token trong instance đó; ở phần đệm, y = 0, dù gamma và beta là số nào.",
    ),
    Text(
        en="Normalize x of shape (batch, sequence_length, num_features) over the tokens that mask names.",
        vi="Chuẩn hóa x có shape (batch, độ dài chuỗi, num_features) theo các token mà mask chỉ ra.",
    ),
    Text(
        en="mask has shape (batch, sequence_length): True where a token is. The result is a new array of the shape of x. Raises ValueError if x has another number of axes or features, or mask not its first two axes.",
        vi="mask có shape (batch, độ dài chuỗi): True ở chỗ có token. Kết quả là một mảng mới có shape của x. Phát sinh ValueError nếu x có số trục hay số đặc trưng khác, hay mask không có đúng hai trục đầu của x.",
    ),
    Text(
        en="The padding is chosen last: whatever was computed there, beta included, does not get through.",
        vi="Phần đệm được chọn sau cùng: ở đó đã tính ra gì, kể cả beta, cũng không lọt qua được.",
    ),
    # solutions/norm_family.py
    Text(
        en="The relatives of instance normalization: the same formula, with the statistics over other axes.",
        vi="Họ hàng của chuẩn hóa instance: cùng một công thức, nhưng thống kê lấy theo các trục khác.",
    ),
    Text(
        en='Sources of the formulas: Ioffe, Szegedy, "Batch Normalization", 2015, arXiv:1502.03167; Ba, Kiros, Hinton, "Layer Normalization", 2016, arXiv:1607.06450 (over the features of each token, as in Transformers); Wu, He, "Group Normalization", 2018, arXiv:1803.08494. gamma and beta are left out, as they are the same for all.',
        vi='Nguồn của các công thức: Ioffe, Szegedy, "Batch Normalization", 2015, arXiv:1502.03167; Ba, Kiros, Hinton, "Layer Normalization", 2016, arXiv:1607.06450 (theo các đặc trưng của từng token, như trong Transformer); Wu, He, "Group Normalization", 2018, arXiv:1803.08494. Bỏ gamma và beta, vì phép nào cũng như nhau.',
    ),
    Text(
        en="Normalize every feature of x with its mean and biased variance over all samples and all tokens.",
        vi="Chuẩn hóa từng đặc trưng của x bằng trung bình và phương sai chệch của nó trên mọi mẫu và mọi token.",
    ),
    Text(
        en="x has shape (batch, sequence_length, features); the result is a new array of the shape and dtype of x. Raises ValueError if x does not have three axes.",
        vi="x có shape (batch, độ dài chuỗi, số đặc trưng); kết quả là một mảng mới, cùng shape và dtype với x. Phát sinh ValueError nếu x không có ba trục.",
    ),
    Text(
        en="Normalize every token of x with its mean and biased variance over its features.",
        vi="Chuẩn hóa từng token của x bằng trung bình và phương sai chệch trên các đặc trưng của nó.",
    ),
    Text(
        en="Normalize every group of neighbouring features of every sample over the sequence and the features of the group.",
        vi="Chuẩn hóa từng nhóm đặc trưng kề nhau của từng mẫu, theo chuỗi và theo các đặc trưng của nhóm.",
    ),
    Text(
        en="x has shape (batch, sequence_length, features); the result is a new array of the shape and dtype of x. Raises ValueError if x does not have three axes or num_groups does not divide the number of features.",
        vi="x có shape (batch, độ dài chuỗi, số đặc trưng); kết quả là một mảng mới, cùng shape và dtype với x. Phát sinh ValueError nếu x không có ba trục, hay số đặc trưng không chia hết cho num_groups.",
    ),
    # solutions/revin.py
    Text(
        en="Reversible instance normalization: normalize, let a model predict, and bring the prediction back to the old scale.",
        vi="Chuẩn hóa instance có thể khôi phục: chuẩn hóa, cho mô hình dự báo, rồi đưa dự báo về thang đo cũ.",
    ),
    Text(
        en='Source of the formulas: Kim et al., "Reversible Instance Normalization for Accurate Time-Series Forecasting against Distribution Shift", ICLR 2022.',
        vi='Nguồn của các công thức: Kim và cộng sự, "Reversible Instance Normalization for Accurate Time-Series Forecasting against Distribution Shift", ICLR 2022.',
    ),
    Text(
        en="Instance normalization that can be undone, for sequences of shape (batch, sequence_length, features).",
        vi="Chuẩn hóa instance có thể khôi phục, cho chuỗi có shape (batch, độ dài chuỗi, số đặc trưng).",
    ),
    Text(
        en="`normalize` gives gamma * (x - mean) / sqrt(var + eps) + beta and remembers mean and var, the biased variance; `denormalize` solves this for x with what was remembered last, for sequences of any length.",
        vi="`normalize` cho gamma * (x - mean) / sqrt(var + eps) + beta và nhớ trung bình mean cùng phương sai chệch var; `denormalize` giải ngược ra x bằng những gì vừa nhớ, cho chuỗi có độ dài bất kỳ.",
    ),
    Text(
        en="`gamma` and `beta` are arrays of shape (num_features,) that start at ones and zeros; assign new ones freely, but never a gamma with a 0 in it.",
        vi="`gamma` và `beta` là hai mảng có shape (num_features,), lúc đầu toàn 1 và toàn 0; cứ tự do gán mảng mới, nhưng gamma không bao giờ được chứa số 0.",
    ),
    Text(
        en="Normalize x of shape (batch, sequence_length, num_features) and remember its statistics.",
        vi="Chuẩn hóa x có shape (batch, độ dài chuỗi, num_features) và nhớ các thống kê của nó.",
    ),
    Text(
        en="The result is a new array of that shape. Raises ValueError if x has another number of axes or features.",
        vi="Kết quả là một mảng mới có cùng shape. Phát sinh ValueError nếu x có số trục hay số đặc trưng khác.",
    ),
    Text(
        en="Bring y of shape (batch, any length, num_features) to the scale of the last x that was normalized.",
        vi="Đưa y có shape (batch, độ dài bất kỳ, num_features) về thang đo của x vừa được chuẩn hóa.",
    ),
    Text(
        en="The result is a new array of the shape of y. Raises RuntimeError if nothing was normalized yet, ValueError if y does not have the samples and features that were.",
        vi="Kết quả là một mảng mới có shape của y. Phát sinh RuntimeError nếu chưa chuẩn hóa gì, ValueError nếu số mẫu hay số đặc trưng của y khác với x đó.",
    ),
    # solutions/streaming_stats.py
    Text(
        en="The mean and the variance of every instance of a sequence that arrives block by block.",
        vi="Trung bình và phương sai của từng instance trong một chuỗi đến theo từng khối.",
    ),
    Text(
        en='Source of the formula that merges the statistics of two parts: Chan, Golub, LeVeque, "Algorithms for Computing the Sample Variance: Analysis and Recommendations", The American Statistician 37(3), 1983.',
        vi='Nguồn của công thức gộp thống kê của hai phần: Chan, Golub, LeVeque, "Algorithms for Computing the Sample Variance: Analysis and Recommendations", The American Statistician 37(3), 1983.',
    ),
    Text(
        en="The mean and the biased variance of all blocks joined along the sequence, for each sample and feature.",
        vi="Trung bình và phương sai chệch của mọi khối nối lại theo chuỗi, cho từng mẫu và từng đặc trưng.",
    ),
    Text(
        en="Each block has shape (batch, its own length, features); both results have shape (batch, 1, features). The blocks are walked once, and only one of them is held at a time. Raises ValueError if there is no block.",
        vi="Mỗi khối có shape (batch, độ dài riêng, số đặc trưng); cả hai kết quả có shape (batch, 1, số đặc trưng). Các khối chỉ được duyệt một lần, và mỗi lúc chỉ giữ một khối. Phát sinh ValueError nếu không có khối nào.",
    ),
    # tests/graded/test_check_instance_norm.py
    Text(
        en="What `check_instance_norm(instance_norm)` must do: refuse wrong versions with AssertionError, let right ones pass.",
        vi="`check_instance_norm(instance_norm)` phải làm gì: từ chối phiên bản sai bằng AssertionError, cho qua phiên bản đúng.",
    ),
    Text(
        en="It is tried twice on every version below, in orders that the seed draws, so that a test that guesses earns nothing. `mistakes/versions.py` and the bank of mistakes have their code.",
        vi="Nó được thử hai lần trên mỗi phiên bản dưới đây, theo thứ tự do seed quyết định, nên kiểm thử đoán mò không được điểm. Code của chúng nằm trong `mistakes/versions.py` và trong kho lỗi.",
    ),
    Text(
        en="Wrong for almost any x: statistics, formula, eps, and what is done to the output.",
        vi="Sai với hầu hết x: thống kê, công thức, eps, và những gì làm với đầu ra.",
    ),
    Text(en="Wrong in one case alone.", vi="Chỉ sai trong một trường hợp."),
    Text(en="other last digits", vi="khác ở những chữ số cuối"),
    Text(en="off by up to 1e-6", vi="lệch tới 1e-6"),
    Text(en="coarse in float32", vi="thô khi là float32"),
    Text(en="elsewhere in memory", vi="nằm khác chỗ trong bộ nhớ"),
    # tests/graded/test_cumulative_instance_norm.py
    Text(
        en="What `cumulative_instance_norm(x, eps=1e-5)` must do. Core properties earn the ten points; guards cost some.",
        vi="`cumulative_instance_norm(x, eps=1e-5)` phải làm gì. Các tính chất cốt lõi cho mười điểm; tính chất phụ chỉ trừ bớt khi bị vi phạm.",
    ),
    Text(
        en="x is (batch B, sequence_length L, features F), float64. `definition.py` says in NumPy what is right.",
        vi="x là (batch B, độ dài chuỗi L, số đặc trưng F), float64. `definition.py` viết bằng NumPy thế nào là đúng.",
    ),
    Text(en="All places of the sequence.", vi="Mọi vị trí của chuỗi."),
    Text(
        en="How far an output may be from the definition, at all places.",
        vi="Đầu ra được phép cách định nghĩa bao xa, ở mọi vị trí.",
    ),
    # tests/graded/test_instance_norm.py
    Text(
        en="What `instance_norm(x, eps=1e-5)` must do. Three core properties earn the ten points; a broken guard costs some.",
        vi="`instance_norm(x, eps=1e-5)` phải làm gì. Ba tính chất cốt lõi cho mười điểm; vi phạm tính chất phụ thì mất bớt điểm.",
    ),
    Text(
        en="x is (batch B, sequence_length L, features F), float32 or float64. `definition.py` says in NumPy what is right.",
        vi="x là (batch B, độ dài chuỗi L, số đặc trưng F), float32 hay float64. `definition.py` viết bằng NumPy thế nào là đúng.",
    ),
    Text(
        en="How far the output y may be from the definition.",
        vi="Đầu ra y được phép cách định nghĩa bao xa.",
    ),
    Text(
        en="A wrong eps scales the rounding error too, and is not to be blamed on the mean.",
        vi="eps sai thì phóng đại cả sai số làm tròn, và không được đổ lỗi cho trung bình.",
    ),
    # tests/graded/test_instance_norm_1d.py
    Text(
        en="What a layer made for the case gives, with the case's gamma and beta where it has them, for a picture.",
        vi="Kết quả của một tầng tạo ra cho trường hợp này, với gamma và beta của trường hợp nếu có, dùng để vẽ hình.",
    ),
    Text(
        en="What the class `InstanceNorm1D(num_features, eps=1e-5)` must do. Core properties earn ten points; guards cost some.",
        vi="Lớp `InstanceNorm1D(num_features, eps=1e-5)` phải làm gì. Các tính chất cốt lõi cho mười điểm; tính chất phụ chỉ trừ bớt khi bị vi phạm.",
    ),
    Text(
        en="x is (batch B, sequence_length L, features F). `definition.py` says in NumPy what is right. The dtype of the output is not judged. gamma and beta are drawn with six numbers, of which a test takes the first F.",
        vi="x là (batch B, độ dài chuỗi L, số đặc trưng F). `definition.py` viết bằng NumPy thế nào là đúng. Không xét dtype của đầu ra. gamma và beta được sinh với sáu số, mỗi phép thử lấy F số đầu.",
    ),
    Text(
        en="A layer for x with gamma and beta assigned, and the F numbers of gamma and of beta that were.",
        vi="Một tầng cho x đã được gán gamma và beta, cùng F số của gamma và của beta đó.",
    ),
    Text(
        en="How far the output y may be from the definition; its dtype is not judged.",
        vi="Đầu ra y được phép cách định nghĩa bao xa; không xét dtype của nó.",
    ),
    # tests/graded/test_instance_norm_backward.py
    Text(
        en="The gradient dx, for a picture.",
        vi="Gradient dx, dùng để vẽ hình.",
    ),
    Text(
        en="What `instance_norm_backward(dy, x, gamma, eps=1e-5) -> (dx, dgamma, dbeta)` must do.",
        vi="`instance_norm_backward(dy, x, gamma, eps=1e-5) -> (dx, dgamma, dbeta)` phải làm gì.",
    ),
    Text(
        en="dy and x are (batch B, sequence_length L, features F) and gamma is (F,), all float64. Each gradient is a part with points of its own, which guards may cost. `definition.py` says in NumPy what is right.",
        vi="dy và x là (batch B, độ dài chuỗi L, số đặc trưng F), gamma là (F,), tất cả đều là float64. Mỗi gradient là một phần có điểm riêng, mà tính chất phụ có thể trừ bớt. `definition.py` viết bằng NumPy thế nào là đúng.",
    ),
    Text(
        en="The three parts of the result, for copies of the inputs.",
        vi="Ba phần của kết quả, khi đưa vào các bản sao của đầu vào.",
    ),
    Text(
        en="A part of the result after the arrays of the arguments were filled with others, and a copy made before that.",
        vi="Một phần của kết quả sau khi các mảng tham số được ghi đè bằng số khác, và một bản sao chép ra trước đó.",
    ),
    Text(
        en="The result for these arguments in arrays that held other numbers in the call before.",
        vi="Kết quả với các tham số này, đặt trong những mảng đã chứa số khác ở lần gọi trước.",
    ),
    Text(en="Σ dy·y for beta = 0.", vi="Σ dy·y khi beta = 0."),
    Text(
        en="How far a right dx may be from the definition: 1e-6 of the largest number that enters it.",
        vi="Một dx đúng được phép cách định nghĩa bao xa: 1e-6 của số lớn nhất có mặt trong đó.",
    ),
    Text(
        en="How far a right dgamma or dbeta may be from the definition.",
        vi="Một dgamma hay dbeta đúng được phép cách định nghĩa bao xa.",
    ),
    # tests/graded/test_instance_stats.py
    Text(
        en="What `instance_stats(x) -> (mean, var)` must do. mean and var earn five points each; a broken guard costs some.",
        vi="`instance_stats(x) -> (mean, var)` phải làm gì. Trung bình mean và phương sai var, mỗi phần năm điểm; vi phạm tính chất phụ thì mất bớt điểm.",
    ),
    Text(
        en="The result for x in an array that held other numbers in the call before.",
        vi="Kết quả với x, đặt trong một mảng đã chứa số khác ở lần gọi trước.",
    ),
    Text(
        en="mean or var, once it is known to be an array of shape (B, 1, F).",
        vi="mean hay var, khi đã biết chắc nó là một mảng có shape (B, 1, F).",
    ),
    # tests/graded/test_masked_instance_norm.py
    Text(
        en="What `masked_instance_norm(x, mask, eps=1e-5)` must do. Four core properties earn the ten points; guards cost some.",
        vi="`masked_instance_norm(x, mask, eps=1e-5)` phải làm gì. Bốn tính chất cốt lõi cho mười điểm; tính chất phụ chỉ trừ bớt khi bị vi phạm.",
    ),
    Text(
        en="x is (batch B, sequence_length L, features F), float32 or float64; mask is (B, L), True where a token is. What stands in the padding is finite. `definition.py` says in NumPy what is right.",
        vi="x là (batch B, độ dài chuỗi L, số đặc trưng F), float32 hay float64; mặt nạ mask là (B, L), True ở chỗ có token. Phần đệm chứa số hữu hạn. `definition.py` viết bằng NumPy thế nào là đúng.",
    ),
    Text(
        en="Other numbers of the shape and dtype of x, all fit to be tokens.",
        vi="Những số khác, cùng shape và dtype với x, số nào cũng có thể là token.",
    ),
    # tests/graded/test_masked_instance_norm_1d.py
    Text(
        en="What the class `MaskedInstanceNorm1D(num_features, eps=1e-5)` must do. Core properties earn ten points; guards cost some.",
        vi="Lớp `MaskedInstanceNorm1D(num_features, eps=1e-5)` phải làm gì. Các tính chất cốt lõi cho mười điểm; tính chất phụ chỉ trừ bớt khi bị vi phạm.",
    ),
    Text(
        en="x is (batch B, sequence_length L, features F); mask is (B, L), True where a token is. `definition.py` says in NumPy what is right. The dtype of the output is not judged. gamma and beta are drawn with six numbers, of which a test takes the first F.",
        vi="x là (batch B, độ dài chuỗi L, số đặc trưng F); mặt nạ mask là (B, L), True ở chỗ có token. `definition.py` viết bằng NumPy thế nào là đúng. Không xét dtype của đầu ra. gamma và beta được sinh với sáu số, mỗi phép thử lấy F số đầu.",
    ),
    Text(
        en="What a layer made for the case gives, with the case's gamma, beta and mask where it has them, for a picture.",
        vi="Đầu ra của một tầng được tạo cho trường hợp này, với gamma, beta và mask của nó nếu có, dùng để vẽ hình.",
    ),
    # tests/graded/test_norm_family.py
    Text(
        en="What `batch_norm`, `layer_norm` and `group_norm` must do. Each is a part with points of its own, which guards may cost.",
        vi="`batch_norm`, `layer_norm` và `group_norm` phải làm gì. Mỗi hàm là một phần có điểm riêng, mà tính chất phụ có thể trừ bớt.",
    ),
    Text(
        en="x is (batch B, sequence_length L, features F), float32 or float64, and num_groups divides F. `definition.py` says in NumPy what is right. What holds for all three is judged of each by itself: see the functions at the end.",
        vi="x là (batch B, độ dài chuỗi L, số đặc trưng F), float32 hay float64, và F chia hết cho num_groups. `definition.py` viết bằng NumPy thế nào là đúng. Điều gì đúng cho cả ba thì xét riêng từng hàm: xem các hàm ở cuối.",
    ),
    Text(
        en="The output for x in an array that held other numbers in the call before.",
        vi="Đầu ra với x, đặt trong một mảng đã chứa số khác ở lần gọi trước.",
    ),
    Text(
        en="How far an output y of batch_norm may be from the definition.",
        vi="Đầu ra y của batch_norm được phép cách định nghĩa bao xa.",
    ),
    # tests/graded/test_revin.py
    Text(
        en="What the class `RevIN(num_features, eps=1e-5)` must do. Each method is a part of five points, which guards may cost.",
        vi="Lớp `RevIN(num_features, eps=1e-5)` phải làm gì. Mỗi phương thức là một phần năm điểm, mà tính chất phụ có thể trừ bớt.",
    ),
    Text(
        en="x is (batch B, sequence_length L, features F), y (B, H, F) of any length H; gamma and beta are (F,), and gamma is never 0. `definition.py` says in NumPy what is right. The dtype of the output is not judged.",
        vi="x là (batch B, độ dài chuỗi L, số đặc trưng F), y là (B, H, F) với độ dài H bất kỳ; gamma và beta là (F,), và gamma không bao giờ bằng 0. `definition.py` viết bằng NumPy thế nào là đúng. Không xét dtype của đầu ra.",
    ),
    Text(
        en="Make a layer for twice as many features, with another eps, and normalize with it.",
        vi="Tạo một tầng cho số đặc trưng gấp đôi, với eps khác, và dùng nó để chuẩn hóa.",
    ),
    Text(en="A layer with gamma and beta assigned.", vi="Một tầng đã được gán gamma và beta."),
    Text(en="The output is x, normalized.", vi="Đầu ra là x đã chuẩn hóa."),
    Text(en="The output is y at the scale of x.", vi="Đầu ra là y ở thang đo của x."),
    Text(
        en="How far a right output of normalize may be from the definition; its dtype is not judged.",
        vi="Một đầu ra đúng của normalize được phép cách định nghĩa bao xa; không xét dtype của nó.",
    ),
    Text(
        en="How far a right output of denormalize may be from the definition.",
        vi="Một đầu ra đúng của denormalize được phép cách định nghĩa bao xa.",
    ),
    Text(en="the caller uses one array for both", vi="người gọi dùng một mảng cho cả hai"),
    # tests/graded/test_streaming_stats.py
    Text(
        en="The statistics of a stream that is cut from x as the case says, for a picture.",
        vi="Thống kê của một dòng khối cắt từ x theo trường hợp này, dùng để vẽ hình.",
    ),
    Text(
        en="What `streaming_stats(blocks) -> (mean, var)` must do. Core properties earn the ten points; guards cost some.",
        vi="`streaming_stats(blocks) -> (mean, var)` phải làm gì. Các tính chất cốt lõi cho mười điểm; tính chất phụ chỉ trừ bớt khi bị vi phạm.",
    ),
    Text(
        en="x is (batch B, sequence_length L, features F), float64, and is cut along the sequence into blocks: `cuts` says where, as for `np.split`. The stream of blocks can be walked once. `definition.py` says in NumPy what is right.",
        vi="x là (batch B, độ dài chuỗi L, số đặc trưng F), float64, và được cắt theo chuỗi thành các khối: `cuts` cho biết cắt ở đâu, như với `np.split`. Dòng các khối chỉ duyệt được một lần. `definition.py` viết bằng NumPy thế nào là đúng.",
    ),
    Text(
        en="x cut into blocks, as a new stream of new arrays.",
        vi="x cắt thành các khối: một dòng mới gồm các mảng mới.",
    ),
    Text(
        en="A new stream of the arrays of another one, which now hold the numbers of x.",
        vi="Một dòng mới gồm các mảng của một dòng khác, nay chứa các số của x.",
    ),
    Text(
        en="Right versions hold a few blocks, and up to a dozen as Python floats. One that keeps a mean of every block holds 60.",
        vi="Phiên bản đúng giữ vài khối, và tới một chục khối dưới dạng số thực của Python. Phiên bản giữ trung bình của mọi khối thì giữ 60.",
    ),
    Text(
        en="Three blocks at most: a list crosses the wire as it is, and no longer one is needed.",
        vi="Nhiều nhất ba khối: danh sách được gửi đi nguyên vẹn, và không cần danh sách dài hơn.",
    ),
    # book/recipes
    Text(en="(B, L, F)", vi="(B, L, F)"),
    Text(en="(B, L, F), (B, L)", vi="(B, L, F), (B, L)"),
    Text(en="(B, L)", vi="(B, L)"),
    Text(en="(N, C, L)", vi="(N, C, L)"),
    Text(en="(B, L, F) to (B, 4, F)", vi="từ (B, L, F) đến (B, 4, F)"),
    Text(en="x: (B, L, F)", vi="x: (B, L, F)"),
    Text(en="x: your input (B, L, F), y: their output", vi="x: đầu vào (B, L, F), y: đầu ra của họ"),
    Text(en="the same without padding", vi="như trên, không có phần đệm"),
    Text(en="poison the padding", vi="đầu độc phần đệm"),
    Text(en="Keras passes the mask itself", vi="Keras tự đưa mặt nạ vào"),
    Text(en="a token of zeros is padding", vi="token toàn 0 là phần đệm"),
    Text(en="or read them from a file", vi="hoặc đọc từ tập tin"),
    Text(en="the first pass", vi="lượt thứ nhất"),
    Text(en="the second pass", vi="lượt thứ hai"),
    Text(en="how far y is from gamma * x + beta", vi="y cách gamma * x + beta bao xa"),
    Text(en="small: eps shows", vi="nhỏ để lộ eps"),
    Text(en="as the layer before may hand it on", vi="như tầng trước có thể đưa sang"),
    Text(en="in units of the input", vi="đơn vị: kích thước đầu vào"),
    Text(en="two devices", vi="hai thiết bị"),
    Text(en="the old exporter", vi="bộ xuất cũ"),
    Text(en="meant as four samples of seven features", vi="định là bốn mẫu, bảy đặc trưng"),
    # solutions/fold_affine.py
    Text(
        en="A linear layer that takes over the gamma and beta of the normalization before it.",
        vi="Tầng tuyến tính làm thay cả gamma và beta của phép chuẩn hóa đứng trước nó.",
    ),
    Text(
        en='Source of the idea: Jacob et al., "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", 2018, arXiv:1712.05877, section 3.2, where a batch norm is folded into the convolution before it.',
        vi='Nguồn của ý tưởng: Jacob và các tác giả khác, "Quantization and Training of Neural Networks for Efficient Integer-Arithmetic-Only Inference", 2018, arXiv:1712.05877, mục 3.2; ở đó phép chuẩn hóa theo batch được gộp vào phép tích chập đứng trước.',
    ),
    Text(
        en="The weight and the bias for which (gamma · x̂ + beta) @ weight + bias is x̂ @ new_weight + new_bias, for every x̂.",
        vi="Trọng số và bias sao cho (gamma · x̂ + beta) @ weight + bias bằng x̂ @ new_weight + new_bias với mọi x̂.",
    ),
    Text(
        en="gamma and beta have shape (features,), weight (features, outputs) and bias (outputs,), or it is None where the layer has none. Both results are new arrays of the dtype of weight, of shape (features, outputs) and (outputs,). Raises ValueError if the shapes do not fit together.",
        vi="gamma và beta có shape (số đặc trưng,), weight có shape (số đặc trưng, số đầu ra); bias có shape (số đầu ra,), hoặc là None khi tầng không có bias. Hai kết quả là mảng mới có dtype của weight, với shape (số đặc trưng, số đầu ra) và (số đầu ra,). Phát sinh ValueError nếu các shape không khớp nhau.",
    ),
    # solutions/find_the_bug.py
    Text(
        en="Five short functions, each mended in one place.",
        vi="Năm hàm ngắn, mỗi hàm được sửa ở một chỗ.",
    ),
    Text(
        en="The mean over the tokens of each sample, each token with its weight: shape (batch, features).",
        vi="Trung bình trên các token của từng mẫu, mỗi token tính theo trọng số của nó: shape (batch, số đặc trưng).",
    ),
    Text(
        en="x has shape (batch, sequence_length, features) and weights (batch, sequence_length), all of them above 0.",
        vi="x có shape (batch, độ dài chuỗi, số đặc trưng), weights có shape (batch, độ dài chuỗi), mọi trọng số đều lớn hơn 0.",
    ),
    Text(
        en="x plus its instance normalization, as in a residual connection: a new array of the shape of x.",
        vi="x cộng với x đã chuẩn hóa instance, như trong một kết nối phần dư: một mảng mới có shape của x.",
    ),
    Text(
        en="The square root of variance plus eps of each instance, also far from 0: shape (batch, 1, features).",
        vi="Căn bậc hai của phương sai cộng eps của từng instance, cả khi các số nằm xa 0: shape (batch, 1, số đặc trưng).",
    ),
    Text(
        en="From each token to the next, measured in standard deviations: shape (batch, sequence_length - 1, features).",
        vi="Từ mỗi token đến token kế tiếp, đo bằng độ lệch chuẩn: shape (batch, độ dài chuỗi - 1, số đặc trưng).",
    ),
    Text(
        en="x is float64, or uint8 as bytes are; the result is float64.",
        vi="x là float64, hoặc uint8 như các byte; kết quả là float64.",
    ),
    Text(
        en="x minus the mean of the reference, divided by its standard deviation, for each instance: the shape of x.",
        vi="x trừ trung bình của reference rồi chia cho độ lệch chuẩn của nó, với từng instance: shape của x.",
    ),
    Text(
        en="The reference may be longer or shorter than x.",
        vi="reference có thể dài hơn hay ngắn hơn x.",
    ),
    # solutions/keras_to_channels_first.py
    Text(
        en="What a Keras layer GroupNormalization(groups=-1) computes, on data in PyTorch's layout (N, C, L).",
        vi="Những gì tầng GroupNormalization(groups=-1) của Keras tính, trên dữ liệu theo bố cục (N, C, L) của PyTorch.",
    ),
    Text(
        en='Sources: the class keras.layers.GroupNormalization of Keras 3 for the order of the weights and for the settings; Wu, He, "Group Normalization", 2018, arXiv:1803.08494, for instance norm as a group norm of one channel a group.',
        vi='Nguồn: lớp keras.layers.GroupNormalization của Keras 3 cho thứ tự trọng số và các thiết lập của tầng; Wu, He, "Group Normalization", 2018, arXiv:1803.08494, cho việc chuẩn hóa instance là chuẩn hóa theo nhóm với mỗi nhóm một kênh.',
    ),
    Text(
        en="The output of the layer for rows (batch, channels, length), where each row is one channel of one sample.",
        vi="Đầu ra của tầng với rows shape (batch, số kênh, độ dài), trong đó mỗi hàng là một kênh của một mẫu.",
    ),
    Text(
        en="weights is what layer.get_weights() gives: gamma (channels,) if the layer has scale, then beta (channels,) if it has center. The result is a new array of the shape and dtype of rows. Raises ValueError if rows does not have three axes, or if there are more or fewer weights than the layer has.",
        vi="weights là những gì layer.get_weights() trả về: gamma (số kênh,) nếu tầng có scale, rồi beta (số kênh,) nếu tầng có center. Kết quả là một mảng mới có shape và dtype của rows. Phát sinh ValueError nếu rows không có ba trục, hoặc nếu số mảng trong weights không đúng với tầng.",
    ),
    # tests/graded/test_fold_affine.py
    Text(
        en="What `fold_affine(gamma, beta, weight, bias)` must do. Three core properties earn the ten points; guards cost some.",
        vi="`fold_affine(gamma, beta, weight, bias)` phải làm gì. Ba tính chất cốt lõi cho mười điểm; tính chất phụ chỉ trừ bớt khi bị vi phạm.",
    ),
    Text(
        en="gamma and beta have shape (F,), weight (F, H), and bias (H,) or it is None; all are float32, or all float64. `definition.py` says in NumPy what is right.",
        vi="gamma và beta có shape (F,), weight có shape (F, H), bias có shape (H,) hoặc là None; tất cả cùng là float32, hoặc cùng là float64. `definition.py` viết bằng NumPy thế nào là đúng.",
    ),
    Text(
        en="The new weight and the new bias, once their shapes are known to be (F, H) and (H,).",
        vi="Trọng số mới và bias mới, sau khi biết chắc shape của chúng là (F, H) và (H,).",
    ),
    Text(
        en="How far a result may be from the definition.",
        vi="Kết quả được phép lệch khỏi định nghĩa bao nhiêu.",
    ),
    # tests/graded/test_find_the_bug.py
    Text(
        en="What the five functions must do once they are mended. Each is a part with two points of its own, which guards may cost.",
        vi="Năm hàm phải làm gì sau khi được sửa. Mỗi hàm là một phần có hai điểm riêng, mà tính chất phụ có thể trừ bớt.",
    ),
    Text(
        en="x is (batch B, sequence_length L, features F), float64, and of `steps` also uint8. `definition.py` says in NumPy what is right. What holds for all five is judged of each by itself: see the functions at the end.",
        vi="x là (batch B, độ dài chuỗi L, số đặc trưng F), kiểu float64, ở `steps` còn có uint8. `definition.py` viết bằng NumPy thế nào là đúng. Điều gì đúng cho cả năm hàm thì xét riêng từng hàm: xem các hàm ở cuối.",
    ),
    Text(
        en="What a call gave stays, and the numbers alone count: also those in arrays that held others in the call before.",
        vi="Kết quả đã trả về thì không đổi nữa, và chỉ các con số là quan trọng: kể cả khi chúng nằm trong những mảng đã chứa số khác ở lần gọi trước.",
    ),
    Text(
        en="How far a result of instance_std may be from the definition.",
        vi="Kết quả của instance_std được phép lệch khỏi định nghĩa bao nhiêu.",
    ),
    # tests/graded/test_keras_to_channels_first.py
    Text(
        en="What `keras_to_channels_first(rows, weights, scale=True, center=True, epsilon=1e-3)` must do. Four core properties earn the ten points; guards cost some.",
        vi="`keras_to_channels_first(rows, weights, scale=True, center=True, epsilon=1e-3)` phải làm gì. Bốn tính chất cốt lõi cho mười điểm; tính chất phụ chỉ trừ bớt khi bị vi phạm.",
    ),
    Text(
        en="rows is (batch N, channels C, length L), float32 or float64; weights are those of the layer, each (C,) and float32. `definition.py` says in NumPy what is right.",
        vi="rows là (batch N, số kênh C, độ dài L), float32 hay float64; weights là các trọng số của tầng, mỗi mảng có shape (C,) và kiểu float32. `definition.py` viết bằng NumPy thế nào là đúng.",
    ),
    Text(
        en="The output is that of the definition, but for rounding.",
        vi="Đầu ra là của định nghĩa, chỉ khác ở sai số làm tròn.",
    ),
)
